BeforeAll {
    . "$PSScriptRoot/Setup.ps1"

    $command = 'ImageKit.Metadata.Commands.FindIKDuplicateCommand'

    # Two pairs that look alike, far from each other, and one that is like none.
    $shoe = [ImageKit.Metadata.ImageMetadata]@{ Url = 'https://ik.imagekit.io/x/shoe.jpg'; FileId = 'id-shoe'; PHash = '00000000000000ff'; Width = 10; Height = 10; Size = 100; Format = 'jpg' }
    $largeShoe = [ImageKit.Metadata.ImageMetadata]@{ Url = 'https://ik.imagekit.io/x/large.png'; FileId = 'id-large'; PHash = '00000000000000fe'; Width = 90; Height = 90; Size = 900; Format = 'png' }
    $lamp = [ImageKit.Metadata.ImageMetadata]@{ Url = 'https://ik.imagekit.io/x/lamp.jpg'; PHash = 'ffffffff00000000'; Width = 10; Height = 10; Size = 7000 }
    $secondLamp = [ImageKit.Metadata.ImageMetadata]@{ Url = 'https://ik.imagekit.io/x/lamp-2.jpg'; PHash = 'ffffffff00000000'; Width = 10; Height = 10; Size = 6000 }
    $chair = [ImageKit.Metadata.ImageMetadata]@{ Url = 'https://ik.imagekit.io/x/chair.jpg'; PHash = 'f0f0f0f0f0f0f0f0'; Size = 50 }

    $video = [ImageKit.Metadata.ImageMetadata]@{ Url = 'https://ik.imagekit.io/x/video.mp4' }
    $white = [ImageKit.Metadata.ImageMetadata]@{ Url = 'https://ik.imagekit.io/x/white.png'; PHash = '0000000000000000' }
    $black = [ImageKit.Metadata.ImageMetadata]@{ Url = 'https://ik.imagekit.io/x/black.png'; PHash = '0000000000000000' }
}

Describe 'Find-IKDuplicate' {
    Context 'its groups' {
        It 'show which image to keep, and the size of the others' {
            $group = $shoe, $chair, $largeShoe | Find-IKDuplicate

            $group | Should -HaveCount 1
            $group | Should -BeOfType ImageKit.Metadata.DuplicateGroup
            $group.Count | Should -Be 2
            $group.WidestDistance | Should -Be 1
            $group.ReclaimableBytes | Should -Be 100
            $group.Representative.Url | Should -BeExactly $largeShoe.Url
            $group.Members.Url | Should -Be $largeShoe.Url, $shoe.Url
            $group.Members.FileId | Should -Be 'id-large', 'id-shoe'
            $group.Members.PHash | Should -Be '00000000000000fe', '00000000000000ff'
            $group.Members.Format | Should -Be 'png', 'jpg'
            $group.Members.Size | Should -Be 900, 100
            $group.Members.Distance | Should -Be 0, 1
        }

        It 'come with the greatest waste first' {
            ($shoe, $largeShoe, $lamp, $secondLamp | Find-IKDuplicate).ReclaimableBytes | Should -Be 6000, 100
        }

        It 'hold no image twice' {
            $shoe, $shoe | Find-IKDuplicate | Should -BeNullOrEmpty
            ($shoe, $shoe, $largeShoe | Find-IKDuplicate).Members | Should -HaveCount 2
        }

        It 'are not found if no images are alike, or without input' {
            $shoe, $lamp, $chair | Find-IKDuplicate | Should -BeNullOrEmpty
            @() | Find-IKDuplicate | Should -BeNullOrEmpty
        }

        It 'hold chains together, or not with -Linkage Complete' {
            # Four bits from one to the next, eight from end to end.
            $chain = '00000000000000ff', '000000000000000f', '000000000000f00f'

            ($chain | Find-IKDuplicate -MaximumDistance 4 -Linkage Connected).Members | Should -HaveCount 3
            ($chain | Find-IKDuplicate -MaximumDistance 4 -Linkage Complete).Members.PHash | Should -Be '00000000000000ff', '000000000000000f'
        }
    }

    Context 'its pairs' {
        It 'are distances with both images' {
            $pair = $shoe, $chair, $largeShoe | Find-IKDuplicate -Pair

            $pair | Should -HaveCount 1
            $pair | Should -BeOfType ImageKit.Metadata.PHashDistance
            $pair.ReferenceUrl | Should -BeExactly $shoe.Url
            $pair.DifferenceUrl | Should -BeExactly $largeShoe.Url
            $pair.Distance | Should -Be 1
        }

        It 'hold no image beside itself' {
            $shoe, $shoe | Find-IKDuplicate -Pair | Should -BeNullOrEmpty
        }

        It 'have no linkage' {
            { $shoe | Find-IKDuplicate -Pair -Linkage Complete } | Should -Throw -ErrorId "AmbiguousParameterSet,$command"
        }
    }

    Context 'its parameters' {
        It 'takes images by position and by name' {
            (Find-IKDuplicate $shoe, $largeShoe).Members | Should -HaveCount 2
            (Find-IKDuplicate -InputObject $shoe, $largeShoe).Members | Should -HaveCount 2
        }

        It 'takes bare hashes' {
            $group = '00000000000000ff', '00000000000000FE' | Find-IKDuplicate

            $group.Members.PHash | Should -Be '00000000000000ff', '00000000000000fe'
            $group.ReclaimableBytes | Should -Be 0
        }

        It 'takes rows, whose figures are text' {
            $rows = [pscustomobject]@{ Url = 'a'; PHash = '00000000000000ff'; Width = '10'; Height = '10'; Size = '100' },
                [pscustomobject]@{ Url = 'b'; PHash = '00000000000000fe'; Width = '20'; Height = '20'; Size = '300' }

            $group = $rows | Find-IKDuplicate
            $group.Representative.Url | Should -BeExactly 'b'
            $group.ReclaimableBytes | Should -Be 100
        }

        It 'takes what came back from CLIXML' {
            $group = (ThroughClixml $shoe), (ThroughClixml $largeShoe) | Find-IKDuplicate

            $group.Members.Url | Should -Be $largeShoe.Url, $shoe.Url
            $group.Members.Width | Should -Be 90, 10
        }

        It 'takes the members of a group again' {
            $group = $shoe, $largeShoe | Find-IKDuplicate

            ($group.Members | Find-IKDuplicate).Members.Url | Should -Be $group.Members.Url
        }

        It 'takes no more bits than -MaximumDistance for alike' {
            $shoe, $largeShoe | Find-IKDuplicate -MaximumDistance 0 | Should -BeNullOrEmpty
            ($shoe, $largeShoe | Find-IKDuplicate -MaximumDistance 1).Members | Should -HaveCount 2
        }

        It 'refuses -MaximumDistance <_>' -ForEach @(-1, 17) {
            { $shoe | Find-IKDuplicate -MaximumDistance $_ } | Should -Throw -ErrorId "ParameterArgumentValidationError,$command"
        }

        It 'completes -Linkage' {
            (Complete 'Find-IKDuplicate -Linkage Co').CompletionText | Should -Be 'Complete', 'Connected'
        }
    }

    Context 'what it leaves out' {
        It 'are images whose hash is 0, with a warning' {
            $white, $black | Find-IKDuplicate -WarningAction SilentlyContinue -WarningVariable warnings | Should -BeNullOrEmpty

            $warnings | Should -HaveCount 1
            $warnings[0].Message | Should -BeLike 'Skipped 2 images whose hash is 0*-IncludeFlat*'
        }

        It 'are images whose hash is 0 no longer with -IncludeFlat' {
            $group = $white, $black | Find-IKDuplicate -IncludeFlat -WarningAction SilentlyContinue -WarningVariable warnings

            $group.Members.Url | Should -Be $black.Url, $white.Url
            $warnings | Should -BeNullOrEmpty
        }

        It 'are videos, without an error' {
            $group = $shoe, $video, $largeShoe | Find-IKDuplicate -WarningAction SilentlyContinue -WarningVariable warnings -ErrorVariable failures

            $group.Count | Should -Be 2
            $failures | Should -BeNullOrEmpty
            $warnings[0].Message | Should -BeLike '*1 image without a perceptual hash*'
        }
    }

    Context 'with input that is not an image' {
        It 'hands errors on' {
            $other = { Get-Command No-SuchCommand -ErrorAction Stop } | Should -Throw -PassThru

            $shoe, $other, $largeShoe | Find-IKDuplicate -ErrorAction SilentlyContinue -ErrorVariable failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'CommandNotFoundException,*'
        }

        It 'reports <Because> and continues' -ForEach @(
            @{ Because = 'text'; Value = 'nonsense' }
            @{ Because = 'an empty text'; Value = '' }
            @{ Because = 'nothing'; Value = $null }
            @{ Because = 'a number'; Value = 17 }
            @{ Because = 'an object without the property'; Value = [pscustomobject]@{ Hash = '00000000000000ff' } }
            @{ Because = 'a row with another text for a hash'; Value = [pscustomobject]@{ Url = 'a'; PHash = 'x' } }
        ) {
            $group = $shoe, $Value, $largeShoe | Find-IKDuplicate -ErrorAction SilentlyContinue -ErrorVariable failures

            $group.Count | Should -Be 2
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "$(if ($Because -eq 'an object without the property') { 'MissingProperty' } else { 'InvalidPHash' }),$command"
            $failures[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
            $failures[0].TargetObject | Should -Be $Value
            $failures[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'throws with -ErrorAction Stop' {
            { $shoe, 'nonsense', $largeShoe | Find-IKDuplicate -ErrorAction Stop } | Should -Throw -ErrorId "InvalidPHash,$command"
        }
    }

    It 'ends when the pipeline has had enough' {
        foreach ($parameters in @{}, @{ Pair = $true }) {
            @(foreach ($once in 1) { $shoe, $largeShoe, $lamp, $secondLamp | Find-IKDuplicate @parameters | ForEach-Object { $_; break } }) |
                Should -HaveCount 1
        }
    }

    It 'ends at Select-Object -First' {
        $shoe, $largeShoe, $lamp, $secondLamp | Find-IKDuplicate | Select-Object -First 1 | Should -HaveCount 1
    }

    It 'writes groups that come through CLIXML whole, and go on from there' {
        $again = ThroughClixml ($shoe, $largeShoe | Find-IKDuplicate)

        $again.Count | Should -Be 2
        $again.Representative.Url | Should -BeExactly $largeShoe.Url
        ($again.Members | Measure-IKPHashDistance $again.Representative).Distance | Should -Be 0, 1
    }

    It 'is shown as a table' {
        $lines = (Show ($shoe, $largeShoe | Find-IKDuplicate)).Trim() -split '\r?\n'

        $lines[0] | Should -Match '^Count +Widest +Reclaimable +Representative'
        $lines[2] | Should -Match '^ *2 +1 +100 B +/x/large\.png'
    }
}

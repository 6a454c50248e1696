BeforeAll {
    . "$PSScriptRoot/Setup.ps1"

    $command = 'ImageKit.Metadata.Commands.MeasureIKPHashDistanceCommand'
    $near = [ImageKit.Metadata.ImageMetadata]@{ Url = 'https://ik.imagekit.io/x/near.jpg'; PHash = '00000000000000fe' }
    $far = [ImageKit.Metadata.ImageMetadata]@{ Url = 'https://ik.imagekit.io/x/far.jpg'; PHash = 'ffffffffffffff00' }
    $video = [ImageKit.Metadata.ImageMetadata]@{ Url = 'https://ik.imagekit.io/x/video.mp4' }
}

Describe 'Measure-IKPHashDistance' {
    It 'measures the distance of two hashes' {
        $distance = Measure-IKPHashDistance 00000000000000FF 00000000000000f0

        $distance | Should -BeOfType ImageKit.Metadata.PHashDistance
        $distance.ReferenceHash | Should -BeExactly '00000000000000ff'
        $distance.DifferenceHash | Should -BeExactly '00000000000000f0'
        $distance.Distance | Should -Be 4
        $distance.Similarity | Should -Be 0.9375
        $distance.ReferenceUrl | Should -BeNullOrEmpty
        $distance.DifferenceUrl | Should -BeNullOrEmpty
    }

    It 'goes from 0 to 64' {
        (Measure-IKPHashDistance 00000000000000ff 00000000000000ff).Distance | Should -Be 0
        (Measure-IKPHashDistance '0000000000000000' ffffffffffffffff).Distance | Should -Be 64
    }

    It 'emits nothing above -MaximumDistance' {
        ($near, $far | Measure-IKPHashDistance 00000000000000ff -MaximumDistance 1).DifferenceHash | Should -Be $near.PHash
        $near, $far | Measure-IKPHashDistance 00000000000000ff -MaximumDistance 0 | Should -BeNullOrEmpty
    }

    Context 'its parameters' {
        It 'takes both by name' {
            (Measure-IKPHashDistance -ReferenceHash $near -DifferenceHash $far).DifferenceUrl | Should -BeExactly $far.Url
        }

        It 'takes several at once' {
            (Measure-IKPHashDistance 00000000000000ff $near, $far).Distance | Should -Be 1, 64
        }

        It 'takes images, and emits their URLs' {
            $distance = $near | Measure-IKPHashDistance $far

            $distance.ReferenceUrl | Should -BeExactly $far.Url
            $distance.DifferenceUrl | Should -BeExactly $near.Url
            $distance.Distance | Should -Be 63
        }

        It 'takes rows, whatever else they have' {
            $row = [pscustomobject]@{ PHASH = '00000000000000f0'; Url = 'https://ik.imagekit.io/x/row.jpg'; Comment = 'from a CSV' }

            $distance = $row | Measure-IKPHashDistance 00000000000000ff
            $distance.DifferenceUrl | Should -BeExactly $row.Url
            $distance.Distance | Should -Be 4
        }

        It 'takes what came back from CLIXML, on both sides' {
            $distance = ThroughClixml $near | Measure-IKPHashDistance (ThroughClixml $far)

            $distance.ReferenceUrl | Should -BeExactly $far.Url
            $distance.DifferenceUrl | Should -BeExactly $near.Url
        }

        It 'refuses -MaximumDistance <_>' -ForEach @(-1, 65) {
            { Measure-IKPHashDistance 00000000000000ff 00000000000000ff -MaximumDistance $_ } |
                Should -Throw -ErrorId "ParameterArgumentValidationError,$command"
        }
    }

    Context 'in a pipeline' {
        It 'emits one object per input, in the order of the input' {
            ($far, $near, $far | Measure-IKPHashDistance 00000000000000ff).Distance | Should -Be 64, 1, 64
        }

        It 'emits nothing without input' {
            @() | Measure-IKPHashDistance 00000000000000ff | Should -BeNullOrEmpty
        }

        It 'ends when the pipeline has had enough' {
            $taken = [System.Collections.Generic.List[object]]::new()
            $distances = @(foreach ($once in 1) { 1..9 | ForEach-Object { $taken.Add($_); $near } | Measure-IKPHashDistance 00000000000000ff | ForEach-Object { $_; break } })

            $distances | Should -HaveCount 1
            $taken | Should -HaveCount 1
        }

        It 'ends at Select-Object -First' {
            $taken = [System.Collections.Generic.List[object]]::new()
            $distances = 1..9 | ForEach-Object { $taken.Add($_); $near } | Measure-IKPHashDistance 00000000000000ff | Select-Object -First 2

            $distances | Should -HaveCount 2
            $taken | Should -HaveCount 2
        }
    }

    It 'leaves out the blanks and line ends around a hash' {
        ("00000000000000fe`r" | Measure-IKPHashDistance ' 00000000000000ff').Distance | Should -Be 1
    }

    Context 'with input that is not a hash' {
        It 'hands errors on' {
            $other = { Get-Command No-SuchCommand -ErrorAction Stop } | Should -Throw -PassThru

            $other, $near | Measure-IKPHashDistance 00000000000000ff -ErrorAction SilentlyContinue -ErrorVariable failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'CommandNotFoundException,*'
        }

        It 'reports <Because> and continues' -ForEach @(
            @{ Because = 'text'; Value = 'nonsense' }
            @{ Because = 'an empty text'; Value = '' }
            @{ Because = 'nothing'; Value = $null }
            @{ Because = 'a hash that is too short'; Value = '00000000000000f' }
            @{ Because = 'a number'; Value = 17 }
            @{ Because = 'an object without the property'; Value = [pscustomobject]@{ Hash = '00000000000000ff' } }
            @{ Because = 'a row whose hash is empty'; Value = [pscustomobject]@{ PHash = '' } }
        ) {
            $distances = $Value, $near | Measure-IKPHashDistance 00000000000000ff -ErrorAction SilentlyContinue -ErrorVariable failures

            $distances.DifferenceUrl | Should -BeExactly $near.Url
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "$(if ($Because -eq 'an object without the property') { 'MissingProperty' } else { 'InvalidPHash' }),$command"
            $failures[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
            $failures[0].TargetObject | Should -Be $Value
            $failures[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'names the image without a hash' {
            $video | Measure-IKPHashDistance 00000000000000ff -ErrorAction SilentlyContinue -ErrorVariable failures | Should -BeNullOrEmpty

            $failures[0].FullyQualifiedErrorId | Should -BeExactly "InvalidPHash,$command"
            $failures[0].Exception.Message | Should -BeLike "*$($video.Url)*"
        }

        It 'throws with -ErrorAction Stop' {
            { $video, $near | Measure-IKPHashDistance 00000000000000ff -ErrorAction Stop } | Should -Throw -ErrorId "InvalidPHash,$command"
        }

        It 'ends the pipeline where it is the reference' {
            { $near | Measure-IKPHashDistance nonsense -ErrorAction SilentlyContinue } | Should -Throw -ErrorId "InvalidPHash,$command" -ExpectedMessage '*reference*'
        }
    }

    It 'writes what comes through CLIXML whole' {
        $again = ThroughClixml ($near | Measure-IKPHashDistance $far)

        $again.Distance | Should -Be 63
        $again.Similarity | Should -Be 0.015625
        ([ImageKit.Metadata.PHashDistance] $again).DifferenceUrl | Should -BeExactly $near.Url
    }

    It 'is shown as a table' {
        $lines = (Show ($near | Measure-IKPHashDistance $far)).Trim() -split '\r?\n'

        $lines[0] | Should -Match '^Distance +Similarity +Reference +Difference'
        $lines[2] | Should -Match '^ *63 .*far\.jpg.*near\.jpg'
    }
}

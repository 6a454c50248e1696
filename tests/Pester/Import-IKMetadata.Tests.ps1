BeforeAll {
    . "$PSScriptRoot/Setup.ps1"

    $command = 'ImageKit.Metadata.Commands.ImportIKMetadataCommand'
    $folder = NewFolder

    $handler = NewHandler
    $handler.Add('a.jpg', @{ Body = '{"width":10,"height":10,"size":100,"format":"jpg","pHash":"00000000000000ff","exif":{"image":{"Make":"Canon"}}}' })
    $handler.Add('b.jpg', @{ Body = '{"width":20,"height":20,"size":900,"format":"jpg","pHash":"00000000000000fe"}' })
    $handler.Add('c.jpg', @{ Body = '{"width":30}' })
    $handler.Add('gone.jpg', @{ Status = 404; Body = '{"message":"Gone."}'; Headers = @{ 'x-ik-requestid' = 'id-42' } })
    $handler.Add('late.jpg', @(@{ Status = 404; Body = '{"message":"Not yet."}' }, @{ Body = '{"width":40}' }))

    function WriteCheckpoint([string] $Name, [string[]] $Image) {
        $path = [IO.Path]::Combine($folder, $Name)
        Connect-IKAccount -Credential (NewCredential 'private_pester') -HttpMessageHandler $handler -SkipVerification

        # One run after the other, since one run writes its lines as they are finished.
        foreach ($each in $Image) {
            $null = Get-IKMetadata "https://ik.imagekit.io/x/$each" -Checkpoint $path -ErrorAction SilentlyContinue
        }

        # What is in a file needs neither key nor service.
        Disconnect-IKAccount
        $path
    }

    $first = WriteCheckpoint 'run-1.jsonl' 'a.jpg', 'gone.jpg', 'b.jpg'
    $second = WriteCheckpoint 'run-2.jsonl' 'c.jpg'
    $brackets = WriteCheckpoint 'run[3].jsonl' 'c.jpg'
    $text = [IO.Path]::Combine($folder, 'notes.txt')
    [IO.File]::WriteAllText($text, "no checkpoint`n")
    $missing = [IO.Path]::Combine($folder, 'missing.jsonl')
}

Describe 'Import-IKMetadata' {
    It 'emits what the file contains, in the order of the file' {
        $metadata = Import-IKMetadata $first

        $metadata | Should -BeOfType ImageKit.Metadata.ImageMetadata
        $metadata.Url | Should -Be 'https://ik.imagekit.io/x/a.jpg', 'https://ik.imagekit.io/x/b.jpg'
        $metadata.Width | Should -Be 10, 20
        $metadata[0].Exif.Image['Make'] | Should -BeExactly 'Canon'
        $metadata[0].RetrievedAt.Kind | Should -BeExactly 'Utc'
    }

    It 'sends no requests' {
        $before = $handler.Requests.Count

        Import-IKMetadata $first | Should -Not -BeNullOrEmpty
        $handler.Requests | Should -HaveCount $before
    }

    Context 'its parameters' {
        It 'takes files by position, by name and from the pipeline' {
            (Import-IKMetadata $first, $second).Width | Should -Be 10, 20, 30
            (Import-IKMetadata -Path $second).Width | Should -Be 30
            ($second, $first | Import-IKMetadata).Width | Should -Be 30, 10, 20
        }

        It 'takes wildcards' {
            $width = (Import-IKMetadata ([IO.Path]::Combine($folder, 'run-*.jsonl'))).Width

            $width | Should -HaveCount 3
            foreach ($each in 10, 20, 30) { $width | Should -Contain $each }
        }

        It 'takes a path as it is written with -LiteralPath' {
            (Import-IKMetadata -LiteralPath $brackets).Width | Should -Be 30
            (Import-IKMetadata $brackets).Width | Should -Be 30 -Because 'a file with that name exists'
        }

        It 'takes a file that was saved again with a byte order mark' {
            $path = [IO.Path]::Combine($folder, 'marked.jsonl')
            [IO.File]::WriteAllText($path, [IO.File]::ReadAllText($second), [System.Text.UTF8Encoding]::new($true))

            (Import-IKMetadata $path).Width | Should -Be 30
        }

        It 'takes the property <_> of an object' -ForEach 'Path', 'LiteralPath', 'PSPath' {
            ([pscustomobject]@{ $_ = $second } | Import-IKMetadata).Width | Should -Be 30
        }

        It 'takes files that were listed' {
            (Get-ChildItem -LiteralPath $folder -Filter 'run*3*' | Import-IKMetadata).Width | Should -Be 30
            (Get-Item -LiteralPath $second | Import-IKMetadata).Width | Should -Be 30
        }

        It 'refuses <Because>' -ForEach @(
            @{ Because = 'an empty path'; Parameters = @{ Path = '' } }
            @{ Because = 'no path'; Parameters = @{ Path = $null } }
            @{ Because = 'an empty literal path'; Parameters = @{ LiteralPath = '' } }
        ) {
            { Import-IKMetadata @Parameters } | Should -Throw -ErrorId "ParameterArgumentValidationError,$command"
        }
    }

    Context 'with failures in the file' {
        It 'passes them over' {
            Import-IKMetadata $first -ErrorVariable failures | Should -HaveCount 2
            $failures | Should -BeNullOrEmpty
        }

        It 'reports them with -IncludeFailure as they were, and continues' {
            $metadata = Import-IKMetadata $first -IncludeFailure -ErrorAction SilentlyContinue -ErrorVariable failures

            $metadata.Width | Should -Be 10, 20
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "NotFound,$command"
            $failures[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $failures[0].TargetObject | Should -BeExactly 'https://ik.imagekit.io/x/gone.jpg'
            $failures[0].Exception.Message | Should -BeLike '*Gone.*'
            $failures[0].Exception.RequestId | Should -BeExactly 'id-42'
            $failures[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'throws them with -ErrorAction Stop' {
            { Import-IKMetadata $first -IncludeFailure -ErrorAction Stop } | Should -Throw -ErrorId "NotFound,$command"
        }

        It 'does not report an item that succeeded later' {
            $path = WriteCheckpoint 'late.jsonl' 'late.jpg'
            Import-IKMetadata $path -IncludeFailure -ErrorAction SilentlyContinue -ErrorVariable failures | Should -BeNullOrEmpty
            $failures | Should -HaveCount 1

            $path = WriteCheckpoint 'late.jsonl' 'late.jpg'
            (Import-IKMetadata $path -IncludeFailure -ErrorVariable failures).Width | Should -Be 40
            $failures | Should -BeNullOrEmpty
        }

        It 'makes them findings of an audit' {
            $findings = Import-IKMetadata $first -IncludeFailure 2>&1 | Invoke-IKAudit -IncludeRule Unreachable

            $findings.Url | Should -BeExactly 'https://ik.imagekit.io/x/gone.jpg'
        }
    }

    Context 'with a file that is not a checkpoint' {
        It 'reports CheckpointUnusable for <_> and continues' -ForEach 'missing', 'text', 'folder' {
            $path = @{ missing = $missing; text = $text; folder = $folder }[$_]

            $metadata = $path, $second | Import-IKMetadata -ErrorAction SilentlyContinue -ErrorVariable failures
            $metadata.Width | Should -Be 30
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "CheckpointUnusable,$command"
            $failures[0].CategoryInfo.Category | Should -Be 'OpenError'
            $failures[0].TargetObject | Should -BeExactly $path
            $failures[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'throws with -ErrorAction Stop' {
            { $missing, $second | Import-IKMetadata -ErrorAction Stop } | Should -Throw -ErrorId "CheckpointUnusable,$command"
        }

        It 'reports that <Path> is not in the file system and continues' -ForEach @(
            @{ Path = 'Variable:HOME' }
            @{ Path = 'NoSuchDrive:\run.jsonl' }
            @{ Path = 'NoSuchProvider::run.jsonl' }
        ) {
            $(
                Import-IKMetadata $Path, $second -ErrorAction SilentlyContinue -ErrorVariable failures
                Import-IKMetadata -LiteralPath $Path, $second -ErrorAction SilentlyContinue -ErrorVariable +failures
                $Path, $second | Import-IKMetadata -ErrorAction SilentlyContinue -ErrorVariable +failures
            ).Width | Should -Be 30, 30, 30

            $failures | Should -HaveCount 3
            foreach ($failure in $failures) {
                $failure.FullyQualifiedErrorId | Should -BeExactly "NotAFileSystemPath,$command"
                $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
                $failure.TargetObject | Should -BeExactly $Path
                $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            }
        }

        It 'calls a folder one' {
            Import-IKMetadata $folder -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures[0].Exception.Message | Should -BeLike '*it is a folder.'
        }

        It 'leaves out damaged lines with a warning' {
            $path = [IO.Path]::Combine($folder, 'damaged.jsonl')
            [IO.File]::WriteAllText($path, [IO.File]::ReadAllText($first) + "{ damage`n" + [IO.File]::ReadAllText($second))

            $metadata = Import-IKMetadata $path -WarningAction SilentlyContinue -WarningVariable warnings
            $metadata.Width | Should -Be 10, 20, 30
            $warnings | Should -HaveCount 1
            $warnings[0].Message | Should -BeLike '*damaged*'
        }
    }

    It 'ends when the pipeline has had enough' {
        @(foreach ($once in 1) { Import-IKMetadata $first, $missing | ForEach-Object { $_; break } }) | Should -HaveCount 1
    }

    It 'ends at Select-Object -First' {
        Import-IKMetadata $first, $missing -ErrorVariable failures | Select-Object -First 2 | Should -HaveCount 2
        $failures | Should -BeNullOrEmpty
    }

    It 'can be piped to the other cmdlets, after CLIXML too' {
        $metadata = Import-IKMetadata $first
        $again = $metadata | ForEach-Object { ThroughClixml $_ }

        ($metadata | Find-IKDuplicate).Members | Should -HaveCount 2
        ($again | Find-IKDuplicate).Members.Url | Should -Be 'https://ik.imagekit.io/x/b.jpg', 'https://ik.imagekit.io/x/a.jpg'
        $again[0].Exif.Image['make'] | Should -BeExactly 'Canon'
    }

    It 'is shown as a table' {
        $lines = (Show (Import-IKMetadata $first)).Trim() -split '\r?\n'

        $lines[0] | Should -Match '^Format +Width +Height +Size +DateTaken +PHash +Image'
        $lines[2] | Should -Match '^jpg +10 +10 +100 B +00000000000000ff +/x/a\.jpg'
    }
}

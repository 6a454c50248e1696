BeforeAll {
    . "$PSScriptRoot/Setup.ps1"

    $command = 'ImageKit.Metadata.Commands.ExportIKAuditReportCommand'

    # Two findings: OversizedFile, a warning, and ExcessiveQuality, an information.
    $image = [ImageKit.Metadata.ImageMetadata]@{ Url = 'https://ik.imagekit.io/x/a.jpg'; FileId = 'id-a'; Size = 9000000; Quality = 99 }
    $large = [ImageKit.Metadata.ImageMetadata]@{ Url = 'https://ik.imagekit.io/x/b.jpg'; Size = 8000000 }
}

Describe 'Export-IKAuditReport' {
    BeforeEach {
        $folder = NewFolder
        $report = [IO.Path]::Combine($folder, 'report.csv')
    }

    It 'writes the report and emits nothing' {
        $image | Export-IKAuditReport $report | Should -BeNullOrEmpty

        [IO.File]::ReadAllText($report) | Should -Match 'OversizedFile'
        [IO.Directory]::GetFiles($folder) | Should -HaveCount 1 -Because 'nothing is left beside it'
    }

    It 'writes the format of the file extension: <Name>' -ForEach @(
        @{ Name = 'report.html'; Expected = '<!DOCTYPE html>' }
        @{ Name = 'report.sarif'; Expected = '"2\.1\.0"' }
        @{ Name = 'report.csv'; Expected = '^\uFEFF?RuleName,Severity' }
        @{ Name = 'report.json'; Expected = '"findings"' }
        @{ Name = 'report.md'; Expected = '## Image audit' }
        @{ Name = 'report.xml'; Expected = '<testsuites' }
        @{ Name = 'report.baseline.json'; Expected = '"accepted"' }
    ) {
        $path = [IO.Path]::Combine($folder, $Name)
        $image | Export-IKAuditReport $path

        $text = [IO.File]::ReadAllText($path)
        $text | Should -Match $Expected
        $text | Should -Match 'OversizedFile'
    }

    It 'takes findings from a CSV file that Export-Csv wrote' {
        $rows = [IO.Path]::Combine($folder, 'rows.csv')
        $image | Invoke-IKAudit | Export-Csv $rows
        (Import-Csv $rows)[0].Evidence | Should -BeExactly 'Size: 9000000; Limit: 5000000'

        Import-Csv $rows | Export-IKAuditReport $report -ErrorAction Stop
        Import-Csv $report | Should -HaveCount 2
    }

    It 'writes the format of -Format, whatever the file extension' {
        $path = [IO.Path]::Combine($folder, 'report.txt')
        $image | Export-IKAuditReport $path -Format Markdown -Title 'Shoes of the spring'

        [IO.File]::ReadAllText($path) | Should -Match '## Shoes of the spring'
    }

    It 'replaces an earlier report' {
        [IO.File]::WriteAllText($report, 'old')
        $image | Export-IKAuditReport $report

        [IO.File]::ReadAllText($report) | Should -Not -Match '^old'
    }

    It 'is written for an empty audit, too' {
        @() | Export-IKAuditReport $report

        [IO.File]::Exists($report) | Should -BeTrue
    }

    Context 'its parameters' {
        It 'takes the path by <_>' -ForEach 'Path', 'FilePath' {
            $parameters = @{ $_ = $report }
            $image | Export-IKAuditReport @parameters

            [IO.File]::Exists($report) | Should -BeTrue
        }

        It 'takes images by name' {
            Export-IKAuditReport $report -InputObject $image, $large

            [IO.File]::ReadAllText($report) | Should -Match '(?s)/x/a\.jpg.*/x/b\.jpg'
        }

        It 'takes findings, and does not audit what comes beside them' {
            $finding = $image | Invoke-IKAudit -IncludeRule OversizedFile
            $image, $finding | Export-IKAuditReport $report

            [IO.File]::ReadAllText($report) | Should -Match 'OversizedFile'
            [IO.File]::ReadAllText($report) | Should -Not -Match 'ExcessiveQuality'
        }

        It 'takes images and findings that came back from CLIXML' {
            (ThroughClixml $image) | Export-IKAuditReport $report -IncludeRule ExcessiveQuality
            [IO.File]::ReadAllText($report) | Should -Match 'ExcessiveQuality'

            ThroughClixml ($image | Invoke-IKAudit -IncludeRule OversizedFile) | Export-IKAuditReport $report
            [IO.File]::ReadAllText($report) | Should -Match 'OversizedFile'
        }

        It 'takes the rules and severities to report' {
            $image | Export-IKAuditReport $report -Severity Information
            [IO.File]::ReadAllText($report) | Should -Not -Match 'OversizedFile'

            $image | Export-IKAuditReport $report -Settings @{ ExcludeRules = 'Excess*' }
            [IO.File]::ReadAllText($report) | Should -Not -Match 'ExcessiveQuality'
        }

        It 'puts the file out with -PassThru' {
            $file = $image | Export-IKAuditReport $report -PassThru

            $file | Should -BeOfType System.IO.FileInfo
            $file.FullName | Should -BeExactly $report
            $file.Length | Should -BeGreaterThan 0
            $file.PSPath | Should -BeExactly "Microsoft.PowerShell.Core\FileSystem::$report"
        }

        It 'shows the file as Get-Item does' {
            Show ($image | Export-IKAuditReport $report -PassThru) | Should -BeExactly (Show (Get-Item -LiteralPath $report))
        }

        It 'takes paths in which Tab has escaped the brackets' {
            $brackets = [IO.Directory]::CreateDirectory([IO.Path]::Combine($folder, 'of [2026]')).FullName
            $paths = 'report[1].csv', 'settings[1].psd1', 'baseline[1].json', 'new.csv' | ForEach-Object { [IO.Path]::Combine($brackets, $_) }
            [IO.File]::WriteAllText($paths[0], 'old')
            [IO.File]::WriteAllText($paths[1], '@{ IncludeRules = "OversizedFile" }')
            [IO.File]::WriteAllText($paths[2], '{"accepted":[{"rule":"Oversized*","url":"*","reason":"known"}]}')

            $escaped = $paths | ForEach-Object { [WildcardPattern]::Escape($_) }
            $parameters = @{ Settings = $escaped[1]; Baseline = $escaped[2]; PassThru = $true; WarningAction = 'SilentlyContinue' }
            ($image | Export-IKAuditReport $escaped[0] @parameters).FullName | Should -BeExactly $paths[0]
            ($image | Export-IKAuditReport $escaped[3] @parameters).FullName | Should -BeExactly $paths[3]

            $text = [IO.File]::ReadAllText($paths[0])
            $text | Should -Match 'OversizedFile.*known'
            $text | Should -Not -Match 'ExcessiveQuality'
            [IO.Directory]::GetFiles($folder, '*', 'AllDirectories') | Should -HaveCount 4
        }

        It 'writes a baseline that accepts what is there' {
            $path = [IO.Path]::Combine($folder, 'accepted.baseline.json')
            $image | Export-IKAuditReport $path -Reason 'press images' -ExpiresOn ([datetime]::new(2999, 12, 31))

            [IO.File]::ReadAllText($path) | Should -Match '2999-12-31'
            $image, $large | Invoke-IKAudit -Baseline $path -IncludeRule OversizedFile -WarningAction SilentlyContinue | Should -HaveCount 1

            # A report still shows what was accepted.
            $json = [IO.Path]::Combine($folder, 'report.json')
            $image | Export-IKAuditReport $json -Baseline $path -WarningAction SilentlyContinue
            [IO.File]::ReadAllText($json) | Should -Match 'press images'
        }

        It 'requests no thumbnails with -NoThumbnail' {
            $path = [IO.Path]::Combine($folder, 'report.html')
            $image | Export-IKAuditReport $path -NoThumbnail

            [IO.File]::ReadAllText($path) | Should -Not -Match '<img'
        }

        It 'refuses <Because>' -ForEach @(
            @{ Because = 'an empty path'; Parameters = @{ Path = '' } }
            @{ Because = 'an empty title'; Parameters = @{ Path = 'report.csv'; Title = '' } }
            @{ Because = 'no findings of a rule'; Parameters = @{ Path = 'report.html'; MaximumFindingsPerRule = 0 } }
        ) {
            { $image | Export-IKAuditReport @Parameters } | Should -Throw -ErrorId "ParameterArgumentValidationError,$command"
        }

        It 'refuses an unknown format' {
            { $image | Export-IKAuditReport $report -Format Word } | Should -Throw -ErrorId "CannotConvertArgumentNoMessage,$command"
        }

        It 'completes formats and rules' {
            (Complete 'Export-IKAuditReport a -Format J').CompletionText | Should -Be 'Json', 'JUnit'
            (Complete 'Export-IKAuditReport a -IncludeRule Gps').CompletionText | Should -Be 'GpsLocation'
        }
    }

    Context 'with -WhatIf and -Confirm' {
        It 'writes nothing with -WhatIf' {
            $image | Export-IKAuditReport $report -WhatIf -PassThru | Should -BeNullOrEmpty

            [IO.Directory]::GetFiles($folder) | Should -BeNullOrEmpty
        }

        It 'leaves an earlier report alone with -WhatIf' {
            [IO.File]::WriteAllText($report, 'old')
            $image | Export-IKAuditReport $report -WhatIf

            [IO.File]::ReadAllText($report) | Should -BeExactly 'old'
        }

        It 'writes nothing if $WhatIfPreference is set' {
            $WhatIfPreference = $true
            $image | Export-IKAuditReport $report

            [IO.Directory]::GetFiles($folder) | Should -BeNullOrEmpty
        }

        It 'writes without a prompt with -Confirm:$false' {
            $ConfirmPreference = 'Low'
            $image | Export-IKAuditReport $report -Confirm:$false

            [IO.File]::Exists($report) | Should -BeTrue
        }
    }

    Context 'where it cannot be written' {
        It 'reports UnknownReportFormat for an unknown extension' {
            $path = [IO.Path]::Combine($folder, 'report.doc')

            $record = { $image | Export-IKAuditReport $path -ErrorAction SilentlyContinue } |
                Should -Throw -ErrorId "UnknownReportFormat,$command" -PassThru
            $record.CategoryInfo.Category | Should -Be 'InvalidArgument'
            $record.TargetObject | Should -BeExactly $path
            $record.ErrorDetails.RecommendedAction | Should -BeLike '*.html*'
        }

        It 'reports ReportNotWritten if the folder does not exist' {
            $path = [IO.Path]::Combine($folder, 'no', 'report.csv')

            $record = { $image | Export-IKAuditReport $path -ErrorAction SilentlyContinue } |
                Should -Throw -ErrorId "ReportNotWritten,$command" -PassThru
            $record.CategoryInfo.Category | Should -Be 'WriteError'
            $record.TargetObject | Should -BeExactly $path
            $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'reports ReportNotWritten for a read-only file, and leaves it' {
            [IO.File]::WriteAllText($report, 'old')
            [IO.File]::SetAttributes($report, 'ReadOnly')

            $record = { $image | Export-IKAuditReport $report } | Should -Throw -ErrorId "ReportNotWritten,$command" -PassThru
            $record.Exception.Message | Should -BeLike '*is read-only.'
            [IO.File]::ReadAllText($report) | Should -BeExactly 'old'
            [IO.File]::SetAttributes($report, 'Normal')
        }

        It 'reports a path that is not in the file system' {
            $record = { $image | Export-IKAuditReport 'Variable:report.csv' } | Should -Throw -ErrorId "NotAFileSystemPath,$command" -PassThru
            $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'reports InvalidAuditSettings and InvalidBaseline before it writes' {
            { $image | Export-IKAuditReport $report -IncludeRule NoSuchRule } | Should -Throw -ErrorId "InvalidAuditSettings,$command"
            { $image | Export-IKAuditReport $report -Baseline ([IO.Path]::Combine($folder, 'no.json')) } | Should -Throw -ErrorId "InvalidBaseline,$command"

            [IO.Directory]::GetFiles($folder) | Should -BeNullOrEmpty
        }
    }

    Context 'with what cannot be audited' {
        It 'reports InvalidAuditInput and continues' {
            'text', $image | Export-IKAuditReport $report -ErrorAction SilentlyContinue -ErrorVariable failures

            [IO.File]::ReadAllText($report) | Should -Match 'OversizedFile'
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "InvalidAuditInput,$command"
            $failures[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
            $failures[0].TargetObject | Should -BeExactly 'text'
        }

        It 'reports AuditRuleFailed for a custom rule that throws, and continues' {
            $image | Export-IKAuditReport $report -Settings @{ Rules = @{ Bad = { throw 'no luck' } } } -ErrorAction SilentlyContinue -ErrorVariable failures

            [IO.File]::ReadAllText($report) | Should -Match 'OversizedFile'
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "AuditRuleFailed,$command"
        }

        It 'leaves the earlier report with -ErrorAction Stop' {
            [IO.File]::WriteAllText($report, 'old')

            { $image, 'text' | Export-IKAuditReport $report -ErrorAction Stop } | Should -Throw -ErrorId "InvalidAuditInput,$command"
            [IO.File]::ReadAllText($report) | Should -BeExactly 'old'
            [IO.Directory]::GetFiles($folder) | Should -HaveCount 1 -Because 'nothing is left beside it'
        }
    }

    It 'leaves the earlier report where the pipeline ends before its time' {
        [IO.File]::WriteAllText($report, 'old')
        foreach ($once in 1) { 1..9 | ForEach-Object { if ($_ -eq 5) { break }; $image } | Export-IKAuditReport $report }

        [IO.File]::ReadAllText($report) | Should -BeExactly 'old'
        [IO.Directory]::GetFiles($folder) | Should -HaveCount 1 -Because 'nothing is left beside it'
    }
}

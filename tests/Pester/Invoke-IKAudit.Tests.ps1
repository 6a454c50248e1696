BeforeAll {
    . "$PSScriptRoot/Setup.ps1"

    $command = 'ImageKit.Metadata.Commands.InvokeIKAuditCommand'
    $folder = NewFolder

    # Three findings: GpsLocation and OversizedFile are warnings, ExcessiveQuality an information.
    $image = [ImageKit.Metadata.ImageMetadata]@{
        Url     = 'https://ik.imagekit.io/x/a.jpg'
        FileId  = 'id-a'
        Size    = 9000000
        Quality = 99
        Exif    = [ImageKit.Metadata.ExifData]@{ Latitude = 52.3702; Longitude = 4.8952 }
    }
    $large = [ImageKit.Metadata.ImageMetadata]@{ Url = 'https://ik.imagekit.io/x/b.jpg'; Size = 8000000 }
    $fine = [ImageKit.Metadata.ImageMetadata]@{ Url = 'https://ik.imagekit.io/x/c.jpg'; Size = 1000 }

    function NewFile([string] $Name, [string] $Text) {
        $path = [IO.Path]::Combine($folder, $Name)
        [IO.File]::WriteAllText($path, $Text)
        $path
    }
}

Describe 'Invoke-IKAudit' {
    It 'writes what is wrong, how bad it is and what to do' {
        $findings = $image | Invoke-IKAudit

        $findings | Should -BeOfType ImageKit.Metadata.AuditFinding
        $findings.RuleName | Should -Be 'GpsLocation', 'OversizedFile', 'ExcessiveQuality'
        $findings.Severity | Should -Be 'Warning', 'Warning', 'Information'
        foreach ($finding in $findings) {
            $finding.Url | Should -BeExactly $image.Url
            $finding.FileId | Should -BeExactly 'id-a'
            $finding.Message | Should -Not -BeNullOrEmpty
            $finding.Recommendation | Should -Not -BeNullOrEmpty
            $finding.AcceptedReason | Should -BeNullOrEmpty
        }

        $findings[0].Evidence['Latitude'] | Should -Be 52.3702
        $findings[1].SavingBytes | Should -BeGreaterThan 0
    }

    It 'emits no finding for an image without defects' {
        $fine | Invoke-IKAudit | Should -BeNullOrEmpty
    }

    Context 'its input' {
        It 'may come by name' {
            (Invoke-IKAudit -InputObject $image, $large -IncludeRule OversizedFile).Url | Should -Be $image.Url, $large.Url
        }

        It 'is audited in its order' {
            ($large, $fine, $image | Invoke-IKAudit -IncludeRule OversizedFile).Url | Should -Be $large.Url, $image.Url
        }

        It 'may be empty, with a warning' {
            @() | Invoke-IKAudit -WarningAction SilentlyContinue -WarningVariable warnings | Should -BeNullOrEmpty
            $warnings | Should -HaveCount 1
            $warnings[0].Message | Should -BeLike 'Nothing was audited*'

            $null | Invoke-IKAudit -WarningAction SilentlyContinue -WarningVariable warnings | Should -BeNullOrEmpty
            $warnings | Should -HaveCount 1

            $fine | Invoke-IKAudit -IncludeRule OversizedFile -WarningVariable warnings | Should -BeNullOrEmpty
            $warnings | Should -HaveCount 0
        }

        It 'fails with -FailOn without input' {
            { @() | Invoke-IKAudit -FailOn Information -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'AuditIncomplete*'
        }

        It 'may have come back from CLIXML' {
            (ThroughClixml $image | Invoke-IKAudit).RuleName | Should -Be 'GpsLocation', 'OversizedFile', 'ExcessiveQuality'
        }

        It 'may be rows, whose figures are text and which have more than that' {
            $finding = [pscustomobject]@{ Href = 'https://ik.imagekit.io/x/row.jpg'; Size = '9000000'; Quality = ''; Comment = 'from a CSV' } | Invoke-IKAudit

            $finding.RuleName | Should -BeExactly 'OversizedFile'
            $finding.Url | Should -BeExactly 'https://ik.imagekit.io/x/row.jpg'
        }

        It 'may be findings, which go on as they are, after CLIXML too' {
            $finding = $image | Invoke-IKAudit -IncludeRule GpsLocation

            ($finding | Invoke-IKAudit).Message | Should -BeExactly $finding.Message
            $again = ThroughClixml $finding | Invoke-IKAudit
            $again | Should -BeOfType ImageKit.Metadata.AuditFinding
            $again.RuleName | Should -BeExactly 'GpsLocation'
            $again.Severity | Should -Be 'Warning'
            $again.Evidence['Latitude'] | Should -Be 52.3702
        }

        It 'may be errors of images, which are findings too' {
            $handler = NewHandler
            $handler.Add('big.jpg', @{ Body = '{"size":9000000}' })
            $connection = Connect-IKAccount -Credential (NewCredential 'private_pester') -HttpMessageHandler $handler -SkipVerification -PassThru

            $findings = 'https://ik.imagekit.io/x/gone.jpg', 'https://ik.imagekit.io/x/big.jpg', 'nonsense' |
                Get-IKMetadata -Connection $connection 2>&1 |
                Invoke-IKAudit -IncludeRule Unreachable, OversizedFile

            Disconnect-IKAccount
            $findings.Url | Should -Be 'https://ik.imagekit.io/x/gone.jpg', 'https://ik.imagekit.io/x/big.jpg', 'nonsense'
            $findings.RuleName | Should -Be 'Unreachable', 'OversizedFile', 'Unreachable'
        }
    }

    Context 'its rules' {
        It 'are chosen with -IncludeRule and -ExcludeRule, wildcards and all' {
            ($image | Invoke-IKAudit -IncludeRule Gps*, oversizedfile).RuleName | Should -Be 'GpsLocation', 'OversizedFile'
            ($image | Invoke-IKAudit -ExcludeRule Gps*, *File).RuleName | Should -Be 'ExcessiveQuality'
        }

        It 'are chosen by severity' {
            ($image | Invoke-IKAudit -Severity Information, Error).RuleName | Should -Be 'ExcessiveQuality'
        }

        It 'are chosen with the settings <Because>' -ForEach @(
            @{ Because = 'of a limit'; Settings = @{ Rules = @{ OversizedFile = @{ MaximumBytes = 8500000; Severity = 'Error' } }; ExcludeRules = 'Gps*', 'Excess*' }; Expected = 'OversizedFile Error' }
            @{ Because = 'of names'; Settings = @{ IncludeRules = 'GpsLocation' }; Expected = 'GpsLocation Warning' }
            @{ Because = 'of a severity'; Settings = @{ Severity = 'Information' }; Expected = 'ExcessiveQuality Information' }
        ) {
            $finding = $image | Invoke-IKAudit -Settings $Settings

            "$($finding.RuleName) $($finding.Severity)" | Should -BeExactly $Expected
        }

        It 'may be custom rules, as script blocks' {
            $settings = @{ IncludeRules = 'Named'; Rules = @{ Named = { if ($_.Url -like '*/a.jpg') { "The name of $($_.FileId) says nothing." } } } }

            $finding = $image, $large | Invoke-IKAudit -Settings $settings
            $finding.RuleName | Should -BeExactly 'Named'
            $finding.Message | Should -BeExactly 'The name of id-a says nothing.'
            $finding.Url | Should -BeExactly $image.Url
        }

        It 'may stand in a file, which is read as data' {
            $path = NewFile 'rules.psd1' "@{ IncludeRules = 'OversizedFile'; Rules = @{ OversizedFile = @{ MaximumBytes = 8500000 } } }"

            ($image, $large | Invoke-IKAudit -Settings $path).Url | Should -BeExactly $image.Url
        }

        It 'look at all images together at the end' {
            $twins = foreach ($name in 'a', 'b') { [ImageKit.Metadata.ImageMetadata]@{ Url = $name; PHash = '00000000000000ff'; Size = 9000000 } }

            ($twins | Invoke-IKAudit).RuleName | Should -Be 'OversizedFile', 'OversizedFile', 'NearDuplicate'
        }

        It 'complete after -<_>' -ForEach 'IncludeRule', 'ExcludeRule' {
            (Complete "Invoke-IKAudit -$_ Over").CompletionText | Should -Be 'OversizedDimensions', 'OversizedFile'
        }
    }

    Context 'with invalid settings' {
        It 'reports InvalidAuditSettings for <Because>, with the closest match' -ForEach @(
            @{ Because = 'a rule'; Parameters = @{ IncludeRule = 'GpsLocaton' }; Message = "*Did you mean 'GpsLocation'?*" }
            @{ Because = 'an entry'; Parameters = @{ Settings = @{ Rule = @{} } }; Message = "*Did you mean 'Rules'?*" }
            @{ Because = 'a setting of a rule'; Parameters = @{ Settings = @{ Rules = @{ OversizedFile = @{ MaxBytes = 1 } } } }; Message = "*Did you mean 'MaximumBytes'?*" }
            @{ Because = 'a severity'; Parameters = @{ Settings = @{ Severity = 'Fatal' } }; Message = '*is not a valid severity*' }
            @{ Because = 'a number'; Parameters = @{ Settings = 5 }; Message = '*hashtable or the path*' }
            @{ Because = 'a file that is not there'; Parameters = @{ Settings = 'no-such.psd1' }; Message = '*no-such.psd1*' }
        ) {
            $record = { $image | Invoke-IKAudit @Parameters -ErrorAction SilentlyContinue } |
                Should -Throw -ErrorId "InvalidAuditSettings,$command" -ExpectedMessage $Message -PassThru
            $record.CategoryInfo.Category | Should -Be 'InvalidArgument'
            $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'runs no code of a settings file' {
            $path = NewFile 'evil.psd1' "@{ IncludeRules = [IO.File]::WriteAllText('$(([IO.Path]::Combine($folder, 'harm.txt')) -replace '\\', '/')', '') }"

            { $image | Invoke-IKAudit -Settings $path } | Should -Throw -ErrorId "InvalidAuditSettings,$command" -ExpectedMessage '*is not data*'
            [IO.File]::Exists([IO.Path]::Combine($folder, 'harm.txt')) | Should -BeFalse
        }

        It 'refuses an unknown severity' {
            { $image | Invoke-IKAudit -Severity Fatal } | Should -Throw -ErrorId "CannotConvertArgumentNoMessage,$command"
        }
    }

    Context 'with what cannot be audited' {
        It 'reports <Because> and continues' -ForEach @(
            @{ Because = 'text'; Value = 'text' }
            @{ Because = 'an object without a URL'; Value = [pscustomobject]@{ Size = 9000000 } }
        ) {
            $findings = $Value, $large | Invoke-IKAudit -ErrorAction SilentlyContinue -ErrorVariable failures

            $findings.Url | Should -BeExactly $large.Url
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "$(if ($Because -eq 'an object without a URL') { 'MissingProperty' } else { 'InvalidAuditInput' }),$command"
            $failures[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
            $failures[0].TargetObject | Should -Be $Value
            $failures[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'throws with -ErrorAction Stop' {
            { 'text', $large | Invoke-IKAudit -ErrorAction Stop } | Should -Throw -ErrorId "InvalidAuditInput,$command"
        }

        It 'reports AuditRuleFailed for a custom rule that throws, and continues' {
            $settings = @{ IncludeRules = 'Bad', 'OversizedFile'; Rules = @{ Bad = { throw 'no luck' } } }

            $findings = $image, $large | Invoke-IKAudit -Settings $settings -ErrorAction SilentlyContinue -ErrorVariable failures
            $findings.RuleName | Should -Be 'OversizedFile', 'OversizedFile'
            $failures | Should -HaveCount 2
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "AuditRuleFailed,$command"
            $failures[0].CategoryInfo.Category | Should -Be 'InvalidOperation'
            $failures[0].TargetObject.Url | Should -BeExactly $image.Url
            $failures[0].Exception.Message | Should -BeLike "*'Bad'*no luck*"
            $failures[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'hands errors of others on' {
            $other = { Get-Command No-SuchCommand -ErrorAction Stop } | Should -Throw -PassThru

            $other, $large | Invoke-IKAudit -ErrorAction SilentlyContinue -ErrorVariable failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'CommandNotFoundException,*'
        }
    }

    Context 'with -FailOn' {
        It 'ends with AuditFailed after the last finding' {
            $findings = [System.Collections.Generic.List[object]]::new()
            $record = { $image, $large | Invoke-IKAudit -FailOn Warning | ForEach-Object { $findings.Add($_) } } |
                Should -Throw -ErrorId "AuditFailed,$command" -ExpectedMessage '*3 findings of severity Warning or worse*' -PassThru

            $findings | Should -HaveCount 4
            $record.CategoryInfo.Category | Should -Be 'InvalidResult'
            $record.TargetObject | Should -Be 'Warning'
            $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'does not mind what is less bad' {
            $image | Invoke-IKAudit -FailOn Error | Should -HaveCount 3
        }
    }

    Context 'with a baseline' {
        BeforeAll {
            $baseline = NewFile 'baseline.json' @'
{ "accepted": [
    { "rule": "Gps*", "url": "https://ik.imagekit.io/x/*", "reason": "public places" },
    { "rule": "OversizedFile", "url": "https://ik.imagekit.io/x/a.jpg", "expires": "2020-01-31" } ] }
'@
        }

        It 'leaves out accepted findings, with a warning' {
            $findings = $image | Invoke-IKAudit -Baseline $baseline -WarningAction SilentlyContinue -WarningVariable warnings

            $findings.RuleName | Should -Be 'OversizedFile', 'ExcessiveQuality'
            $warnings[0].Message | Should -BeLike '*1 finding is accepted by the baseline*'
            $warnings[1].Message | Should -BeLike '*OversizedFile https://ik.imagekit.io/x/a.jpg (2020-01-31)*'
        }

        It 'shows it with -IncludeAccepted, and does not count it' {
            $findings = $image | Invoke-IKAudit -Baseline $baseline -IncludeAccepted -IncludeRule GpsLocation -FailOn Information -WarningAction SilentlyContinue

            $findings.AcceptedReason | Should -BeExactly 'public places'
        }

        It 'reports InvalidBaseline for <Because>' -ForEach @(
            @{ Because = 'a file that is not there'; Text = $null; Category = 'OpenError' }
            @{ Because = 'text'; Text = 'text'; Category = 'InvalidData' }
            @{ Because = 'an entry that would accept everything'; Text = '{"accepted":[{}]}'; Category = 'InvalidData' }
        ) {
            $path = if ($null -eq $Text) { [IO.Path]::Combine($folder, 'no-such.json') } else { NewFile 'wrong.json' $Text }

            $record = { $image | Invoke-IKAudit -Baseline $path } | Should -Throw -ErrorId "InvalidBaseline,$command" -PassThru
            $record.CategoryInfo.Category | Should -Be $Category
            $record.TargetObject | Should -BeExactly $path
            $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'calls a folder one' {
            $record = { $image | Invoke-IKAudit -Baseline $folder } | Should -Throw -ErrorId "InvalidBaseline,$command" -PassThru
            $record.CategoryInfo.Category | Should -Be 'OpenError'
            $record.Exception.Message | Should -BeLike '*is a folder*'
        }

        It 'reports a path that is not in the file system' {
            { $image | Invoke-IKAudit -Baseline 'Variable:HOME' } | Should -Throw -ErrorId "NotAFileSystemPath,$command"
        }
    }

    It 'ends when the pipeline has had enough' {
        $taken = [System.Collections.Generic.List[object]]::new()
        $findings = @(foreach ($once in 1) { 1..9 | ForEach-Object { $taken.Add($_); $image } | Invoke-IKAudit | ForEach-Object { $_; break } })

        $findings | Should -HaveCount 1
        $taken | Should -HaveCount 1
    }

    It 'ends at Select-Object -First' {
        $taken = [System.Collections.Generic.List[object]]::new()
        1..9 | ForEach-Object { $taken.Add($_); $image } | Invoke-IKAudit | Select-Object -First 4 | Should -HaveCount 4
        $taken | Should -HaveCount 2
    }

    It 'is shown as a table' {
        $lines = (Show ($image | Invoke-IKAudit)).Trim() -split '\r?\n'

        $lines[0] | Should -Match '^Severity +RuleName +Saving +Image +Message'
        $lines[2] | Should -Match '^Warning +GpsLocation +/x/a\.jpg'
    }
}

BeforeAll {
    . "$PSScriptRoot/Setup.ps1"

    $command = 'ImageKit.Metadata.Commands.GetIKAuditRuleCommand'
}

Describe 'Get-IKAuditRule' {
    It 'lists every rule, with what it looks for and what to do' {
        $rules = Get-IKAuditRule

        $rules | Should -BeOfType ImageKit.Metadata.AuditRule
        $rules | Should -HaveCount 22
        foreach ($rule in $rules) {
            $rule.Name | Should -MatchExactly '^[A-Z][A-Za-z]+$'
            $rule.Severity | Should -BeIn 'Information', 'Warning', 'Error'
            $rule.Description | Should -Not -BeNullOrEmpty -Because $rule.Name
            $rule.Recommendation | Should -Not -BeNullOrEmpty -Because $rule.Name
        }
    }

    It 'shows the settings with their defaults' {
        $rule = Get-IKAuditRule OversizedFile

        $rule.IsEnabled | Should -BeTrue
        $rule.Settings.Name | Should -Contain 'MaximumBytes'
        $setting = $rule.Settings | Where-Object Name -EQ 'MaximumBytes'
        $setting.Default | Should -Be 5000000
        $setting.Value | Should -Be 5000000
        $setting.Description | Should -Not -BeNullOrEmpty
    }

    It 'shows which do not run by default' {
        (Get-IKAuditRule | Where-Object { -not $_.IsEnabled }).Name | Should -Contain 'UnusualDensity'
    }

    Context 'its parameters' {
        It 'takes names by position, by name and from the pipeline, whatever their case' {
            (Get-IKAuditRule gpslocation, OpaquePng).Name | Should -BeExactly 'GpsLocation', 'OpaquePng'
            (Get-IKAuditRule -Name GpsLocation).Name | Should -BeExactly 'GpsLocation'
            ('OpaquePng', 'GpsLocation' | Get-IKAuditRule).Name | Should -BeExactly 'OpaquePng', 'GpsLocation'
        }

        It 'takes wildcards' {
            (Get-IKAuditRule Oversized*).Name | Should -BeExactly 'OversizedDimensions', 'OversizedFile'
            Get-IKAuditRule NoSuch* | Should -BeNullOrEmpty
        }

        It 'takes a rule again, after CLIXML too' {
            (Get-IKAuditRule GpsLocation | Get-IKAuditRule).Name | Should -BeExactly 'GpsLocation'
            (Get-IKAuditRule (ThroughClixml (Get-IKAuditRule GpsLocation)).Name).Name | Should -BeExactly 'GpsLocation'
        }

        It 'refuses an empty name' {
            { Get-IKAuditRule '' } | Should -Throw -ErrorId "ParameterArgumentValidationError,$command"
        }

        It 'completes names, with what they look for' {
            $offers = Complete 'Get-IKAuditRule Over'

            $offers.CompletionText | Should -Be 'OversizedDimensions', 'OversizedFile'
            $offers[1].ToolTip | Should -BeExactly (Get-IKAuditRule OversizedFile).Description
            Complete 'Get-IKAuditRule ' | Should -HaveCount 22
        }
    }

    Context 'with an unknown name' {
        It 'reports InvalidAuditSettings, suggests the closest match and continues' {
            $rules = 'GpsLocatio', 'OpaquePng' | Get-IKAuditRule -ErrorAction SilentlyContinue -ErrorVariable failures

            $rules.Name | Should -BeExactly 'OpaquePng'
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "InvalidAuditSettings,$command"
            $failures[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
            $failures[0].TargetObject | Should -BeExactly 'GpsLocatio'
            $failures[0].Exception.Message | Should -BeLike "*Did you mean 'GpsLocation'?"
            $failures[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'throws with -ErrorAction Stop' {
            { Get-IKAuditRule GpsLocatio -ErrorAction Stop } | Should -Throw -ErrorId "InvalidAuditSettings,$command"
        }
    }

    It 'ends when the pipeline has had enough' {
        @(foreach ($once in 1) { Get-IKAuditRule | ForEach-Object { $_; break } }) | Should -HaveCount 1
    }

    It 'ends at Select-Object -First' {
        Get-IKAuditRule | Select-Object -First 2 | Should -HaveCount 2
    }

    It 'writes rules that come through CLIXML with their settings' {
        $rule = Get-IKAuditRule OversizedFile
        $again = ThroughClixml $rule

        $again.Name | Should -BeExactly 'OversizedFile'
        $again.Settings.Name | Should -Be $rule.Settings.Name
        ([ImageKit.Metadata.AuditRule] $again).Settings[0].Default | Should -Be $rule.Settings[0].Default
    }

    It 'is shown as a table, and one as a list with its settings' {
        $lines = (Show (Get-IKAuditRule)).Trim() -split '\r?\n'
        $lines[0] | Should -Match '^Name +Severity +On +Description'
        $lines[2] | Should -Match '^GpsLocation +Warning +True'

        $list = Show (Get-IKAuditRule OversizedFile | Format-List)
        $list | Should -Match 'Name +: OversizedFile'
        $list | Should -Match 'MaximumBytes'
    }
}

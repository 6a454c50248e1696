BeforeDiscovery {
    # Cases are made from the manifest, which can be read without loading anything.
    $module = "$PSScriptRoot/../../artifacts/module/ImageKit.Metadata"
    $manifest = Test-ModuleManifest "$module/ImageKit.Metadata.psd1" -ErrorAction Stop
    $commands = @($manifest.ExportedCmdlets.Keys)
}

BeforeAll {
    $module = "$PSScriptRoot/../../artifacts/module/ImageKit.Metadata"
    Import-Module "$module/ImageKit.Metadata.psd1" -Force -ErrorAction Stop
}

Describe 'The manifest' {
    BeforeAll {
        $manifest = Test-ModuleManifest "$module/ImageKit.Metadata.psd1" -ErrorAction Stop
    }

    It 'names the module' {
        $manifest.Name | Should -BeExactly 'ImageKit.Metadata'
    }

    It 'is for both editions of PowerShell' {
        $manifest.CompatiblePSEditions | Should -Be @('Core', 'Desktop')
        $manifest.PowerShellVersion | Should -Be ([version]'5.1')
    }

    It 'exports the cmdlets that the module has, and nothing else' {
        $found = @((Get-Command -Module ImageKit.Metadata -CommandType Cmdlet).Name)
        $found | Should -Not -BeNullOrEmpty

        $listed = @($manifest.ExportedCmdlets.Keys)
        @($listed | Where-Object { $_ -notin $found }) | Should -BeNullOrEmpty -Because 'each cmdlet in the list is in the module'
        @($found | Where-Object { $_ -notin $listed }) | Should -BeNullOrEmpty -Because 'each cmdlet of the module is in the list'

        $manifest.ExportedFunctions.Keys | Should -BeNullOrEmpty
        $manifest.ExportedAliases.Keys | Should -BeNullOrEmpty
        $manifest.ExportedVariables.Keys | Should -BeNullOrEmpty
    }

    It 'names only files that are there' {
        foreach ($file in @($manifest.RootModule) + @($manifest.ExportedFormatFiles) + @($manifest.ExportedTypeFiles)) {
            $path = if ([IO.Path]::IsPathRooted($file)) { $file } else { "$module/$file" }
            [IO.File]::Exists($path) | Should -BeTrue -Because "$file is named"
        }
    }
}

Describe 'The cmdlet <_>' -ForEach $commands {
    BeforeAll {
        $command = Get-Command $_ -Module ImageKit.Metadata -ErrorAction Stop
    }

    It 'has an approved verb' {
        $command.Verb | Should -BeIn (Get-Verb).Verb
    }

    It 'has the prefix of the module in its noun' {
        $command.Noun | Should -MatchExactly '^IK[A-Z]'
    }

    It 'declares its output types' {
        $command.OutputType | Should -Not -BeNullOrEmpty
    }

    It 'has parameters in Pascal case' {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        $own = @($command.Parameters.Keys | Where-Object { $_ -notin $common })
        @($own | Where-Object { $_ -cnotmatch '^[A-Z]' }) | Should -BeNullOrEmpty
    }

    It 'has a file of tests beside this one' {
        [IO.File]::Exists("$PSScriptRoot/$($command.Name).Tests.ps1") | Should -BeTrue
    }

    It 'has help with an example' {
        $help = Get-Help $command.Name -Full
        # Without a help file, the syntax stands there.
        $help.Synopsis | Should -Not -BeLike "*$($command.Name)*"
        $help.Examples.Example | Should -Not -BeNullOrEmpty
    }
}

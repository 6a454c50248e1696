<#
.SYNOPSIS
    A thin front end over dotnet: what it does can be done with the line it prints.
.EXAMPLE
    ./build.ps1            # builds and stages the module at artifacts/module/ImageKit.Metadata
.EXAMPLE
    ./build.ps1 Test       # xunit, and Pester where it is installed
.EXAMPLE
    ./build.ps1 Docs       # the help, after a parameter or a page was changed
#>
[CmdletBinding()]
param(
    # Build: builds and stages the module. Test: all tests. Bench: the benchmarks. Analyze: PSScriptAnalyzer on the scripts.
    # Docs: brings the help pages up to the cmdlets and makes the MAML from them, with Microsoft.PowerShell.PlatyPS.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Bench', 'Analyze', 'Docs')]
    [string] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    # Handed on to the benchmarks: phash, bulk and their options.
    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Arguments = @()
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

function Invoke-Dotnet {
    Write-Host "dotnet $args"
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $args ended with $LASTEXITCODE."
    }
}

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' {
            Invoke-Dotnet build -c $Configuration
        }
        'Test' {
            Invoke-Dotnet test -c $Configuration
            if (Get-Module -ListAvailable Pester | Where-Object Version -ge '5.0') {
                $settings = New-PesterConfiguration -Hashtable (Import-PowerShellDataFile tests/Pester/PesterConfiguration.psd1)
                $settings.Run.Path = 'tests/Pester'
                Invoke-Pester -Configuration $settings
            }
        }
        'Bench' {
            Invoke-Dotnet run -c Release --project tests/Benchmarks -- @Arguments
        }
        'Analyze' {
            $findings = @(Invoke-ScriptAnalyzer -Path . -Recurse -Settings PSScriptAnalyzerSettings.psd1)
            $findings | Format-Table -AutoSize
            if ($findings) {
                throw "PSScriptAnalyzer has $($findings.Count) findings."
            }
        }
        'Docs' {
            Invoke-Dotnet build -c $Configuration
            & (Get-Process -Id $PID).Path -NoProfile -File docs/Build-Help.ps1
            if ($LASTEXITCODE -ne 0) {
                throw 'The help could not be made.'
            }
            # Once more, to stage it.
            Invoke-Dotnet build -c $Configuration
        }
    }
}
finally {
    Pop-Location
}

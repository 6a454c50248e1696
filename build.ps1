<#
.SYNOPSIS
    A thin front end over dotnet: what it does can be done with the line it prints.
.EXAMPLE
    ./build.ps1            # builds and stages the module at artifacts/module/ImageKit.Metadata
.EXAMPLE
    ./build.ps1 Test       # xunit, and Pester where it is installed
#>
[CmdletBinding()]
param(
    # Build: builds and stages the module. Test: all tests. Bench: the benchmarks. Analyze: PSScriptAnalyzer on the scripts, after a build.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Bench', 'Analyze')]
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
    Write-Information "dotnet $args" -InformationAction Continue
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
            # The manifest where it is staged: only there do the files that it names lie beside it.
            $findings = @('build.ps1', 'src', 'tests', 'artifacts/module' | ForEach-Object {
                Invoke-ScriptAnalyzer -Path $_ -Recurse -Settings PSScriptAnalyzerSettings.psd1
            })
            $findings | Format-Table -AutoSize
            if ($findings) {
                throw "PSScriptAnalyzer has $($findings.Count) findings."
            }
        }
    }
}
finally {
    Pop-Location
}

<#
.SYNOPSIS
    A thin front end over dotnet: what it does can be done with the line it prints.
.EXAMPLE
    ./build.ps1            # builds and stages the module at artifacts/module/ImageKit.Metadata
.EXAMPLE
    ./build.ps1 Test       # xunit, and Pester where it is installed
.EXAMPLE
    ./build.ps1 Publish -ApiKey (Get-Secret PSGallery) -WhatIf
.EXAMPLE
    ./build.ps1 Docs       # the help, after a parameter or a page was changed
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # Build: builds and stages the module. Test: all tests. Pester: the Pester files alone, on the module as it is staged.
    # Bench: the benchmarks. Analyze: PSScriptAnalyzer on the scripts, after a build. Docs: brings the help pages up to the cmdlets
    # and makes the MAML from them, with Microsoft.PowerShell.PlatyPS. Pack: the package, at artifacts/package.
    # Publish: puts the package that is there, the tested one, into a repository.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Pester', 'Bench', 'Analyze', 'Docs', 'Pack', 'Publish')]
    [string] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    # Where to publish: a repository that Get-PSResourceRepository lists.
    [string] $Repository = 'PSGallery',

    # The key of the repository. Without one, the environment variable PSGALLERY_API_KEY is used.
    [securestring] $ApiKey,

    # Handed on to the benchmarks: phash, bulk and their options.
    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Arguments = @()
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

function Invoke-Dotnet {
    Write-Information "dotnet $args" -InformationAction Continue
    if ($WhatIfPreference) {
        return
    }
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $args ended with $LASTEXITCODE."
    }
}

function Invoke-PesterFile {
    Import-Module Pester -MinimumVersion 5.0
    $settings = New-PesterConfiguration -Hashtable (Import-PowerShellDataFile tests/Pester/PesterConfiguration.psd1)
    $settings.Run.Path = 'tests/Pester'
    Invoke-Pester -Configuration $settings
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
                Invoke-PesterFile
            }
        }
        'Pester' {
            Invoke-PesterFile
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
        'Pack' {
            Invoke-Dotnet pack -c Release
        }
        'Publish' {
            # PSResourceGet 1.1 or later takes a package as it is; earlier ones would make another.
            Import-Module Microsoft.PowerShell.PSResourceGet -MinimumVersion 1.1.0
            $package = Get-Item artifacts/package/release/*.nupkg
            if (-not $package) {
                throw 'There is no package: ./build.ps1 Test makes it and tests it.'
            }
            if ($PSCmdlet.ShouldProcess($package.FullName, "Publish to $Repository")) {
                $key = if ($ApiKey) { [System.Net.NetworkCredential]::new('', $ApiKey).Password } else { $env:PSGALLERY_API_KEY }
                $given = if ($key) { @{ ApiKey = $key } } else { @{} }
                Publish-PSResource -NupkgPath $package.FullName -Repository $Repository @given
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

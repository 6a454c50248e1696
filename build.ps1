<#
.SYNOPSIS
    A thin front end over dotnet: what it does can be done with the line it prints.
.EXAMPLE
    ./build.ps1            # builds and stages the module at artifacts/module/ImageKit.Metadata
.EXAMPLE
    ./build.ps1 Test       # all tests
.EXAMPLE
    ./build.ps1 Pester     # the Pester files in this PowerShell, such as Windows PowerShell 5.1
.EXAMPLE
    ./build.ps1 Publish -ApiKey (Get-Secret PSGallery) -WhatIf
.EXAMPLE
    ./build.ps1 Docs       # the help, after a parameter or a page was changed
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # Build: builds and stages the module. Test: all tests. Pester: the Pester files alone, in this PowerShell, on the staged module.
    # Bench: the benchmarks. Analyze: PSScriptAnalyzer on the scripts, after a build. Docs: updates the help pages from the cmdlets
    # with Microsoft.PowerShell.PlatyPS; every build makes the MAML from the pages. Sbom: the lists of the packages that the modules
    # carry, after one of them changed. Pack: the package, at artifacts/package.
    # Publish: puts the packages that are there, the tested ones, into a repository.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Pester', 'Bench', 'Analyze', 'Docs', 'Sbom', 'Pack', 'Publish')]
    [string] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    # Where to publish: a repository that Get-PSResourceRepository lists.
    [string] $Repository = 'PSGallery',

    # The key of the repository. Without one, the environment variable PSGALLERY_API_KEY is used.
    [securestring] $ApiKey,

    # Handed on to the benchmarks: phash, bulk and their options.
    [Parameter(ValueFromRemainingArguments)]
    [object[]] $Arguments = @()
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

function Invoke-Dotnet([string[]] $List) {
    Write-Information "dotnet $List" -InformationAction Continue
    if ($WhatIfPreference) {
        return
    }
    & dotnet @List
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $List ended with $LASTEXITCODE."
    }
}

function Invoke-PesterFile {
    [CmdletBinding(SupportsShouldProcess)]
    param()
    if (-not $PSCmdlet.ShouldProcess('tests/Pester', 'Invoke-Pester')) {
        return
    }
    # A Pester that is installed comes first; a build lays one there.
    $before = $env:PSModulePath
    $env:PSModulePath += [IO.Path]::PathSeparator + "$PSScriptRoot/artifacts/pester/modules"
    try {
        Import-Module Pester -MinimumVersion 5.0
        $settings = New-PesterConfiguration -Hashtable (Import-PowerShellDataFile tests/Pester/PesterConfiguration.psd1)
        $settings.Run.Path = 'tests/Pester'
        Invoke-Pester -Configuration $settings
    }
    finally {
        $env:PSModulePath = $before
    }
}

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' {
            Invoke-Dotnet 'build', '-c', $Configuration
        }
        'Test' {
            Invoke-Dotnet 'test', '-c', $Configuration
        }
        'Pester' {
            Invoke-PesterFile
        }
        'Bench' {
            # PowerShell has made an array of what has commas in it, 5,10 and a,b.
            $options = @($Arguments | ForEach-Object { $_ -join ',' })
            Invoke-Dotnet (@('run', '-c', 'Release', '--project', 'tests/Benchmarks', '--') + $options)
        }
        'Analyze' {
            # The manifest where it is staged: only there do the files that it names lie beside it.
            $scripts = Get-ChildItem build.ps1, docs, src, tests, artifacts/module -Recurse -Include *.ps1, *.psm1, *.psd1 |
                Where-Object FullName -notmatch '[\\/]node_modules[\\/]'
            $findings = @($scripts | ForEach-Object { Invoke-ScriptAnalyzer -Path $_.FullName -Settings PSScriptAnalyzerSettings.psd1 })
            $findings | Format-Table -AutoSize
            if ($findings) {
                throw "PSScriptAnalyzer has $($findings.Count) findings."
            }
        }
        'Sbom' {
            $version = (Import-PowerShellDataFile ImageKit.Metadata.psd1).ModuleVersion
            foreach ($project in 'Cmdlets', 'Local') {
                $module = 'ImageKit.Metadata' + $(if ($project -eq 'Local') { '.Local' })
                # The two that are left out are references to what PowerShell and .NET bring.
                Invoke-Dotnet 'tool', 'exec', '--yes', 'CycloneDX@6.3.1', '--', "src/ImageKit.Metadata.$project/ImageKit.Metadata.$project.csproj",
                    '--output', "src/ImageKit.Metadata.$project", '--filename', 'sbom.cdx.json', '--output-format', 'Json', '--no-serial-number',
                    '--exclude-filter', 'PowerShellStandard.Library,NETStandard.Library', '--set-name', $module, '--set-version', $version, '--set-type', 'Library'
            }
        }
        'Pack' {
            Invoke-Dotnet 'pack', '-c', 'Release'
        }
        'Publish' {
            # PSResourceGet 1.1 or later takes a package as it is; earlier ones would make another.
            Import-Module Microsoft.PowerShell.PSResourceGet -MinimumVersion 1.1.0
            $version = (Import-PowerShellDataFile ImageKit.Metadata.psd1).ModuleVersion
            # The companion depends on the module, which comes first.
            $packages = @(Get-Item ('', '.Local' | ForEach-Object { "artifacts/package/release/ImageKit.Metadata$_.$version.nupkg" }) -ErrorAction Ignore)
            if ($packages.Count -ne 2) {
                throw "There are no packages of version ${version}: ./build.ps1 Test makes them and tests them."
            }
            foreach ($package in $packages) {
                if ($PSCmdlet.ShouldProcess($package.FullName, "Publish to $Repository")) {
                    $key = if ($ApiKey) { [System.Net.NetworkCredential]::new('', $ApiKey).Password } else { $env:PSGALLERY_API_KEY }
                    $given = if ($key) { @{ ApiKey = $key } } else { @{} }
                    Publish-PSResource -NupkgPath $package.FullName -Repository $Repository @given
                }
            }
        }
        'Docs' {
            Invoke-Dotnet 'build', '-c', $Configuration
            if ($PSCmdlet.ShouldProcess('docs/en-US', 'Build-Help.ps1')) {
                $shell = if ($PSEdition -eq 'Core') { 'pwsh' } else { 'powershell' }
                & $shell -NoProfile -File docs/Build-Help.ps1
                if ($LASTEXITCODE -ne 0) {
                    throw 'The help could not be made.'
                }
            }
            # Once more, to stage it.
            Invoke-Dotnet 'build', '-c', $Configuration
        }
    }
}
finally {
    Pop-Location
}

# Runs the real Pester on a file or folder and writes a line for each test: its result, a tab, its name.
param([Parameter(Mandatory)] [string] $Path)

$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false)
Import-Module Pester -MinimumVersion 5.0
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'None'
$run = Invoke-Pester -Configuration $configuration
foreach ($container in $run.Containers) {
    # A file that fails in discovery has no tests; the stand-in reports it as one of this name.
    if ($container.ErrorRecord.Count -gt 0) { "Failed`tDiscovery" }
}
foreach ($test in $run.Tests) {
    "$($test.Result)`t$($test.ExpandedPath)"
}

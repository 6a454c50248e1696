# Runs one Pester file and returns how many tests passed and were skipped, and one text per failure.
param([Parameter(Mandatory)] [string] $Path)

Import-Module "$PSScriptRoot/../../../artifacts/pester/modules/Pester" -ErrorAction Stop
$configuration = New-PesterConfiguration -Hashtable @{
    Run    = @{ Path = $Path; PassThru = $true }
    Output = @{ Verbosity = 'None' }
}
$run = Invoke-Pester -Configuration $configuration

function Format-Failure([string] $Name, $ErrorRecord) {
    (@($Name) + @($ErrorRecord | ForEach-Object { $_.DisplayErrorMessage, $_.DisplayStackTrace })) -join "`n"
}

$failures = @(
    foreach ($test in $run.Failed) { Format-Failure $test.ExpandedPath $test.ErrorRecord }
    # A block fails by itself when its AfterAll does, a file when it cannot be read or contains no test.
    foreach ($block in $run.FailedBlocks) { Format-Failure $block.ExpandedPath $block.ErrorRecord }
    foreach ($container in $run.FailedContainers) { Format-Failure "$($container.Item)" $container.ErrorRecord }
    if ($run.TotalCount -eq 0) { 'The file has no test.' }
)
[pscustomobject]@{ Passed = $run.PassedCount; Skipped = $run.SkippedCount; Failures = $failures }

# Runs the steps of a page, one after the other in one session, and writes what came of each.
param(
    # A JSON file: setUp, a script, and steps, each with a script and whether it prints.
    [Parameter(Mandatory)] [string] $Plan,

    # The JSON file to write: for each step the text a console would show, or the first error.
    [Parameter(Mandatory)] [string] $Results
)

$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText'

# As a console marks them; Out-String alone would print their bare text.
$mark = @'
process {
    if ($_ -is [System.Management.Automation.WarningRecord]) { "WARNING: $_" }
    elseif ($_ -is [System.Management.Automation.VerboseRecord]) { "VERBOSE: $_" }
    else { $_ }
}
'@

# A console of 120 columns leaves the last one free.
$width = 119

$runspace = [runspacefactory]::CreateRunspace()
$runspace.ThreadOptions = 'ReuseThread'
$runspace.Open()

function Invoke-Step([string] $Script, [bool] $Prints) {
    $shell = [powershell]::Create()
    try {
        $shell.Runspace = $runspace
        if ($Prints) {
            $null = $shell.AddScript("try { $Script`n} catch { `$_ }")
            $shell.Commands.Commands[0].MergeMyResults('All', 'Output')
            $null = $shell.AddScript($mark).AddCommand('Out-String').AddParameter('Width', $width)
            @{ Text = [string] $shell.Invoke()[0] }
        }
        else {
            $null = $shell.AddScript("try { $Script`n} catch { throw }").Invoke()
            @{ Error = if ($shell.Streams.Error.Count -gt 0) { $shell.Streams.Error[0].ToString() } }
        }
    }
    catch {
        @{ Error = $_.Exception.InnerException.Message }
    }
    finally {
        $shell.Dispose()
    }
}

$page = Get-Content $Plan -Raw | ConvertFrom-Json
$setUp = Invoke-Step $page.setUp
if ($setUp.Error) { throw $setUp.Error }
$all = @($page.steps | ForEach-Object { Invoke-Step $_.script $_.prints })
ConvertTo-Json $all | Set-Content $Results

<#
.SYNOPSIS
    Measures Get-IKPHash beside npm sharp-phash: processor time per image, bits that differ, a folder of 1,000 files, memory.
.EXAMPLE
    npm install --no-package-lock --prefix tests/Benchmarks/local; pwsh -NoProfile tests/Benchmarks/local/Measure-LocalHash.ps1 ./photos/*.jpg
#>
[CmdletBinding()]
param(
    # The images to measure.
    [Parameter(Mandatory, Position = 0)]
    [SupportsWildcards()]
    [string[]] $Path,

    # A folder to hash as a whole.
    [string] $Folder
)

$ErrorActionPreference = 'Stop'
$modules = "$PSScriptRoot/../../../artifacts/module"
Import-Module "$modules/ImageKit.Metadata/ImageKit.Metadata.psd1", "$modules/ImageKit.Metadata.Local/ImageKit.Metadata.Local.psd1"
$process = [System.Diagnostics.Process]::GetCurrentProcess()

function Measure-Run([string[]] $Files, [int] $ThrottleLimit) {
    $process.Refresh()
    $before = $process.TotalProcessorTime
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $null = Get-IKPHash -LiteralPath $Files -ThrottleLimit $ThrottleLimit
    $elapsed = $clock.Elapsed.TotalSeconds
    $process.Refresh()
    [pscustomobject]@{ Seconds = $elapsed; Processor = ($process.TotalProcessorTime - $before).TotalSeconds }
}

$files = (Resolve-Path $Path).ProviderPath
$others = & node "$PSScriptRoot/side.mjs" @files | ConvertFrom-Json
$files | ForEach-Object {
    $file = $_
    $image = Get-IKPHash -LiteralPath $file
    # About two seconds per run: what PowerShell still compiles in the background counts as well.
    $count = [Math]::Max(50, [Math]::Min(500, [int](2e8 / $image.Width / $image.Height)))
    $list = @($file) * $count
    $null = Measure-Run $list 1
    $runs = foreach ($run in 1..3) { Measure-Run $list 1 }
    $two = foreach ($run in 1..3) { Measure-Run $list 2 }
    $seconds = ($runs.Processor | Sort-Object)[1] / $count
    $other = $others | Where-Object file -EQ $file
    [pscustomobject]@{
        Name             = $image.Name
        Megapixels       = [Math]::Round($image.Width * $image.Height / 1e6, 1)
        PerCore          = [Math]::Round(1 / $seconds, 1)
        SharpPHash       = [Math]::Round(1 / $other.seconds, 1)
        Ratio            = [Math]::Round($other.seconds / $seconds, 2)
        TwoThreads       = [Math]::Round(($runs.Seconds | Sort-Object)[1] / ($two.Seconds | Sort-Object)[1], 2)
        Bits             = (Measure-IKPHashDistance $image.PHash $other.hash).Distance
    }
} | Format-Table

if ($Folder) {
    $all = (Get-ChildItem $Folder -File).FullName
    $run = Measure-Run $all ([Environment]::ProcessorCount)
    'Folder: {0:N0} files in {1:N1} s, {2:N1} s of processor time' -f $all.Count, $run.Seconds, $run.Processor
}
$process.Refresh()
'Peak memory: {0:N0} MB' -f ($process.PeakWorkingSet64 / 1e6)

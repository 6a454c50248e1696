<#
.SYNOPSIS
    Audits the whole media library and reports what is new since the last run.
.DESCRIPTION
    The script that every recipe of this folder runs. The checkpoint and the reports are kept in one folder: the next run
    requests only new and replaced files, and compares its findings with those of the last audit.json.

    The private key comes from the environment variable IMAGEKIT_PRIVATE_KEY.

    Exit codes of pwsh -File: 0 if there is no new error, 1 if there is one, if images could not be checked, or if the audit
    could not run.
.EXAMPLE
    pwsh -File Invoke-NightlyAudit.ps1 -Path /var/lib/image-audit
#>
[CmdletBinding()]
param(
    # The folder of the checkpoint and the reports.
    [Parameter(Mandatory)]
    [string] $Path,

    # A folder of the media library; the whole library without it.
    [string] $Folder = '/',

    # Settings of the audit, a .psd1 file.
    [string] $Settings,

    # Another address of the API, for tests.
    [uri] $ApiBaseUri
)

$ErrorActionPreference = 'Stop'
Import-Module ImageKit.Metadata

$null = New-Item -ItemType Directory -Path $Path -Force
$report = Join-Path $Path 'audit.json'
$common = @{ FailOn = 'Error' }
if (Test-Path -LiteralPath $report) {
    # From the second run on, only new errors make the job fail.
    $common.Since = $report
    $common.NewOnly = $true
}
if ($Settings) {
    $common.Settings = $Settings
}
if ($ApiBaseUri) {
    $key = [System.Net.NetworkCredential]::new('', $env:IMAGEKIT_PRIVATE_KEY).SecurePassword
    Connect-IKAccount -Credential ([pscredential]::new('nightly audit', $key)) -ApiBaseUri $ApiBaseUri
}

# Continue: a file that cannot be read is a finding, not the end of the run.
Get-IKFile -Path $Folder -Recurse |
    Get-IKMetadata -Checkpoint (Join-Path $Path 'library.jsonl') -ErrorAction Continue 2>&1 |
    Export-IKAuditReport (Join-Path $Path 'audit.html'), (Join-Path $Path 'audit.sarif'), $report @common

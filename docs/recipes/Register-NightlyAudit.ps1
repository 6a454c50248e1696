<#
.SYNOPSIS
    Registers the nightly audit as a scheduled task of Windows.
.DESCRIPTION
    The task runs Invoke-NightlyAudit.ps1 every night at four, as the given account. Set the environment variable
    IMAGEKIT_PRIVATE_KEY for that account, or read the key from a vault at the start of the script.
.EXAMPLE
    ./Register-NightlyAudit.ps1 -Path C:\ProgramData\ImageAudit -Credential (Get-Credential) -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # The folder of the checkpoint and the reports.
    [Parameter(Mandatory)]
    [string] $Path,

    # The account that runs the task.
    [Parameter(Mandatory)]
    [pscredential] $Credential,

    [datetime] $At = '04:00'
)

$ErrorActionPreference = 'Stop'
$script = Join-Path $PSScriptRoot 'Invoke-NightlyAudit.ps1'
$task = @{
    TaskName = 'ImageKit audit'
    Action   = New-ScheduledTaskAction -Execute 'pwsh.exe' -Argument "-NoProfile -NonInteractive -File `"$script`" -Path `"$Path`""
    Trigger  = New-ScheduledTaskTrigger -Daily -At $At
    # One process at a time has the checkpoint.
    Settings = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -StartWhenAvailable -ExecutionTimeLimit (New-TimeSpan -Hours 12)
    User     = $Credential.UserName
    Password = $Credential.GetNetworkCredential().Password
}
if ($PSCmdlet.ShouldProcess($task.TaskName, 'Register the scheduled task')) {
    Register-ScheduledTask @task
}

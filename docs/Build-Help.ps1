<#
.SYNOPSIS
    Updates the pages of docs/en-US from the cmdlets: syntax and the facts of parameters.
.DESCRIPTION
    Needs the staged module and Microsoft.PowerShell.PlatyPS 1.0 or later. ./build.ps1 Docs runs it in a process of its own, which has
    loaded no earlier build. The build makes the MAML from the pages (src/HelpBuilder).
#>
#Requires -Modules @{ ModuleName = 'Microsoft.PowerShell.PlatyPS'; ModuleVersion = '1.0.0' }
[CmdletBinding()]
param()

# No strict mode: it would hold for PlatyPS, too, which reads properties that are not there.
$ErrorActionPreference = 'Stop'

$module = "$PSScriptRoot/../artifacts/module/ImageKit.Metadata"
$pages = @(Get-ChildItem "$PSScriptRoot/en-US/*-IK*.md")
$modulePage = Get-Item "$PSScriptRoot/en-US/ImageKit.Metadata.md"

# PlatyPS writes a byte order mark and the day, whether or not anything else is new.
function Edit-Page($Page, [scriptblock] $Update) {
    $before = [IO.File]::ReadAllText($Page.FullName)
    $null = & $Update
    $after = [IO.File]::ReadAllText($Page.FullName) -replace "`r"
    $date = '(?m)^ms\.date: .*$'
    if (($after -replace $date) -ceq ($before -replace $date)) {
        $after = $before
    }
    [IO.File]::WriteAllText($Page.FullName, $after)
}

# Where the module has help, PlatyPS puts the old description of a parameter under the one in the page.
Remove-Item "$module/en-US/*-Help.xml"
Import-Module "$module/ImageKit.Metadata.psd1"

foreach ($page in $pages) {
    Edit-Page $page { Update-MarkdownCommandHelp -LiteralPath $page.FullName -NoBackup }
    if (-not (Test-MarkdownCommandHelp -Path $page.FullName)) {
        throw "$($page.Name) is not of PlatyPS's schema. Test-MarkdownCommandHelp -DetailView says why."
    }
}

$help = @($pages | ForEach-Object { Import-MarkdownCommandHelp -LiteralPath $_.FullName })
Edit-Page $modulePage { Update-MarkdownModuleFile -LiteralPath $modulePage.FullName -CommandHelp $help -NoBackup -Force }

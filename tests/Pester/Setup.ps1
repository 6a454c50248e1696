# Dot-sourced by the files: the module, and the handler that replaces the service.

# What the caller prefers decides nothing here: build.ps1, for one, turns every error into an exception.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Continue'

Import-Module "$PSScriptRoot/../../artifacts/module/ImageKit.Metadata/ImageKit.Metadata.psd1" -ErrorAction Stop
$null = [System.Reflection.Assembly]::LoadFrom([IO.Path]::GetFullPath("$PSScriptRoot/../../artifacts/pester/ImageKit.Metadata.StubHandler.dll"))

# A key that the machine has set must not stand in for a connection that a test does without.
[Environment]::SetEnvironmentVariable('IMAGEKIT_PRIVATE_KEY', $null)

function NewHandler {
    [ImageKit.Metadata.Pester.StubHttpMessageHandler]::new()
}

function NewCredential([string] $PrivateKey) {
    $password = [securestring]::new()
    foreach ($character in $PrivateKey.ToCharArray()) { $password.AppendChar($character) }
    [pscredential]::new('pester', $password)
}

# A folder for one test or one block. Pester removes it.
function NewFolder {
    (New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory).FullName
}

# What is left of an object after Export-Clixml and Import-Clixml, a job or a remote session.
function ThroughClixml($Value) {
    [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($Value))
}

# What Tab offers at the end of a line.
function Complete([string] $Line) {
    [System.Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches
}

# What a console shows, without its colors.
function Show($Value) {
    ($Value | Out-String -Width 200) -replace "$([char] 27)\[[0-9;]*m"
}

# Dot-sourced by the files: the module, and what stands in for the service. Only the engine's own cmdlets are used.
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

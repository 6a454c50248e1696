# PowerShell 7.4 and later run the net8.0 assemblies, Windows PowerShell 5.1 the netstandard2.0 ones.
$framework = if ($PSEdition -eq 'Core') { 'net8.0' } else { 'netstandard2.0' }
Import-Module "$PSScriptRoot/bin/$framework/ImageKit.Metadata.Cmdlets.dll"

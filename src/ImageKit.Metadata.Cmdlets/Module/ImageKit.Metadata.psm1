# PowerShell 7.4 and later run the net8.0 assemblies, Windows PowerShell 5.1 the netstandard2.0 ones.
$framework = if ($PSEdition -eq 'Core') { 'net8.0' } else { 'netstandard2.0' }
try {
    Import-Module "$PSScriptRoot/bin/$framework/ImageKit.Metadata.Cmdlets.dll" -ErrorAction Stop
}
catch {
    # A manifest can require a version, but not one for each edition.
    if ($PSEdition -eq 'Core' -and $PSVersionTable.PSVersion -lt '7.4') {
        throw 'ImageKit.Metadata needs PowerShell 7.4 or later, or Windows PowerShell 5.1.'
    }
    throw
}

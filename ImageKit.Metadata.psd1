@{
    RootModule             = 'ImageKit.Metadata.psm1'
    ModuleVersion          = '0.1.0'
    GUID                   = '5b6f0c04-e697-43da-88d2-96a493dd24fd'
    Author                 = 'The ImageKit.Metadata contributors'
    CompanyName            = 'The ImageKit.Metadata contributors'
    Copyright              = '(c) The ImageKit.Metadata contributors. MIT license.'
    Description            = 'Reads the metadata of images on ImageKit, one at the prompt or a million overnight, as typed objects in the pipeline.'
    PowerShellVersion      = '5.1'
    CompatiblePSEditions   = @('Core', 'Desktop')
    DotNetFrameworkVersion = '4.7.2'
    FormatsToProcess       = @('ImageKit.Metadata.Format.ps1xml')
    TypesToProcess         = @('ImageKit.Metadata.Types.ps1xml')
    FunctionsToExport      = @()
    CmdletsToExport        = @(
        'Add-IKFileTag'
        'Compare-IKTransformation'
        'Connect-IKAccount'
        'Disconnect-IKAccount'
        'Export-IKAuditReport'
        'Find-IKDuplicate'
        'Get-IKAuditRule'
        'Get-IKConnection'
        'Get-IKFile'
        'Get-IKMetadata'
        'Import-IKMetadata'
        'Invoke-IKAudit'
        'Measure-IKPHashDistance'
        'Remove-IKFileTag'
        'Set-IKFile'
        'Undo-IKFileChange'
    )
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags         = @('ImageKit', 'Image', 'Metadata', 'EXIF', 'pHash', 'DAM', 'Audit', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://github.com/imagekit-metadata/ImageKit.Metadata/blob/main/LICENSE'
            ProjectUri   = 'https://github.com/imagekit-metadata/ImageKit.Metadata'
            ReleaseNotes = 'https://github.com/imagekit-metadata/ImageKit.Metadata/blob/main/CHANGELOG.md'
        }
    }
}

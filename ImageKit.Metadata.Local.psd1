@{
    RootModule           = 'bin/ImageKit.Metadata.Local.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = 'bb5168a5-f371-4e77-b37c-5caae1a6b4b4'
    Author               = 'The ImageKit.Metadata contributors'
    CompanyName          = 'The ImageKit.Metadata contributors'
    Copyright            = '(c) The ImageKit.Metadata contributors. MIT license.'
    Description          = 'Computes the perceptual hash that ImageKit computes, for local image files. A companion of the module ImageKit.Metadata.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    # The two modules are built together and share their internals.
    RequiredModules      = @(@{ ModuleName = 'ImageKit.Metadata'; GUID = '5b6f0c04-e697-43da-88d2-96a493dd24fd'; RequiredVersion = '0.1.0' })
    FormatsToProcess     = @('ImageKit.Metadata.Local.Format.ps1xml')
    FunctionsToExport    = @()
    CmdletsToExport      = @('Get-IKPHash')
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('ImageKit', 'Image', 'pHash', 'PerceptualHash', 'Duplicate', 'DAM', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://github.com/imagekit-metadata/ImageKit.Metadata/blob/main/LICENSE'
            ProjectUri   = 'https://github.com/imagekit-metadata/ImageKit.Metadata'
            ReleaseNotes = 'https://github.com/imagekit-metadata/ImageKit.Metadata/blob/main/CHANGELOG.md'
        }
    }
}

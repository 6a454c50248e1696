BeforeAll {
    . "$PSScriptRoot/Setup.ps1"

    $command = 'ImageKit.Metadata.Commands.SetIKFileCommand'
    $key = NewCredential 'private_pester'
    $shoe = [ImageKit.Metadata.MediaFile]@{ Type = 'file'; FileId = 'id-1'; FilePath = '/shop/shoe.jpg'; Url = 'https://ik.imagekit.io/demo/shop/shoe.jpg'; Tags = 'sale', 'new'; Description = 'A shoe' }
    $fields = '[{"name":"brand","label":"Brand","schema":{"type":"SingleSelect","selectOptions":["Kite","Lumen"]}},{"name":"price","schema":{"type":"Number"}}]'
}

Describe 'Set-IKFile' {
    BeforeEach {
        $handler = NewHandler
        Connect-IKAccount -Credential $key -SkipVerification -HttpMessageHandler $handler
    }

    AfterEach {
        Disconnect-IKAccount
    }

    It 'sends only what is given' {
        $handler.Add('/v1/customMetadataFields', @{ Body = $fields })
        $handler.Add('/v1/files/id-1/details', @{ Body = '{"type":"file","fileId":"id-1","tags":["a"],"description":"Red","customMetadata":{"price":5}}' })

        $changes = $shoe | Set-IKFile -Description Red -Tag a -CustomMetadata @{ price = 5; brand = $null } -Confirm:$false -PassThru
        $request = $handler.Requests | Where-Object Method -eq PATCH
        $request.Body | Should -BeExactly '{"tags":["a"],"description":"Red","customMetadata":{"price":5}}'
        ($changes | Where-Object Property -eq Description).Before | Should -BeExactly 'A shoe'
        ($changes | Where-Object Property -eq CustomMetadata.price).After | Should -Be 5
        ($changes | Where-Object Property -eq CustomMetadata.brand).Status | Should -Be 'Unchanged'
    }

    It 'takes descriptions from rows, and leaves empty ones out' {
        $handler.Add('/v1/files/', @{ Body = '{"type":"file","fileId":"id","description":"Red"}' })

        @'
FileId,Description
id-1,"A ""red"" shoe"
id-2,
'@ | ConvertFrom-Csv | Set-IKFile -Confirm:$false -WarningVariable warned -WarningAction SilentlyContinue
        ($handler.Requests | Where-Object Method -eq PATCH).Body | Should -BeExactly '{"description":"A \u0022red\u0022 shoe"}'
        "$warned" | Should -BeLike '1 input object has no description*'
    }

    It 'refuses <Because>' -ForEach @(
        @{ Because = 'an unknown field'; Values = @{ brnd = 'Kite' }; Message = "*'brnd'*Did you mean 'brand'*" }
        @{ Because = 'a value that is not an option'; Values = @{ brand = 'None' }; Message = "*'brand'*Kite, Lumen*" }
        @{ Because = 'a value of the wrong type'; Values = @{ price = '5' }; Message = "*'price'*a number*" }
    ) {
        $handler.Add('/v1/customMetadataFields', @{ Body = $fields })

        { $shoe | Set-IKFile -CustomMetadata $Values -Confirm:$false } | Should -Throw $Message -ErrorId "InvalidCustomMetadata,$command"
        $handler.Requests | Should -HaveCount 1
    }

    It 'refuses empty input and long tags' {
        { Set-IKFile -FileId id-1 } | Should -Throw -ErrorId "NothingToSet,$command"
        { Set-IKFile -FileId id-1 -Tag ('a' * 501) } | Should -Throw -ErrorId "InvalidTag,$command"
        $handler.Requests | Should -HaveCount 0
    }

    It 'prompts before it replaces, and sends no write with -WhatIf' {
        (Get-Command Set-IKFile).ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false).ConfirmImpact | Should -Be 'High'
        $shoe | Set-IKFile -Description Red -WhatIf
        $handler.Requests | Should -HaveCount 0
    }

    It 'completes the fields of the account' {
        $handler.Add('/v1/customMetadataFields', @{ Body = $fields })

        (Complete 'Set-IKFile -CustomMetadata ').CompletionText | Should -Be "@{ brand = '' }", "@{ price = '' }"
    }
}

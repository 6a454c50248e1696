BeforeAll {
    . "$PSScriptRoot/Setup.ps1"

    $command = 'ImageKit.Metadata.Commands.UndoIKFileChangeCommand'
    $key = NewCredential 'private_pester'
    $shoe = [ImageKit.Metadata.MediaFile]@{ Type = 'file'; FileId = 'id-1'; FilePath = '/shop/shoe.jpg'; Url = 'https://ik.imagekit.io/demo/shop/shoe.jpg'; Tags = 'sale', 'new'; Description = 'A shoe' }
}

Describe 'Undo-IKFileChange' {
    BeforeEach {
        $handler = NewHandler
        Connect-IKAccount -Credential $key -SkipVerification -HttpMessageHandler $handler
        $journal = Join-Path (NewFolder) 'changes.jsonl'
        $handler.Add('/v1/files/addTags', @{ Body = '{"successfullyUpdatedFileIds":["id-1"]}' })
        $handler.Add('/v1/files/removeTags', @{ Body = '{"successfullyUpdatedFileIds":["id-1"]}' })
        $shoe | Add-IKFileTag -Tag old, sale -Journal $journal
    }

    AfterEach {
        Disconnect-IKAccount
    }

    It 'removes only tags that the journal added' {
        $handler.Add('/v1/files/id-1/details', @{ Body = '{"type":"file","fileId":"id-1","tags":["sale","new","old"]}' })

        $change = Undo-IKFileChange $journal -PassThru
        $handler.Requests[-1].Address | Should -BeLike '*/v1/files/removeTags'
        $handler.Requests[-1].Body | Should -BeExactly '{"fileIds":["id-1"],"tags":["old"]}'
        $change.Status | Should -Be 'Restored'
        Undo-IKFileChange $journal -PassThru | Should -BeNullOrEmpty
        $handler.Requests | Should -HaveCount 3
    }

    It 'leaves a value that was changed since' {
        $handler.Add('/v1/files/id-1/details', @(
                @{ Body = '{"type":"file","fileId":"id-1","description":"Mine"}' }
                @{ Body = '{"type":"file","fileId":"id-1","filePath":"/shop/shoe.jpg","tags":["sale","new"],"description":"Edited"}' }))
        $shoe | Set-IKFile -Description Mine -Journal $journal -Confirm:$false

        Undo-IKFileChange -Path $journal -ErrorAction SilentlyContinue -ErrorVariable kept
        $kept.FullyQualifiedErrorId | Should -Be "ChangedSinceJournal,$command"
        "$kept" | Should -BeLike 'Description of /shop/shoe.jpg *'
        @($handler.Requests | Where-Object Method -ne GET) | Should -HaveCount 2
    }

    It 'sends no write with -WhatIf' {
        $handler.Add('/v1/files/id-1/details', @{ Body = '{"type":"file","fileId":"id-1","tags":["sale","new","old"]}' })

        Undo-IKFileChange $journal -WhatIf
        @($handler.Requests | Where-Object Method -ne GET) | Should -HaveCount 1
    }

    It 'refuses <Because>' -ForEach @(
        @{ Because = 'a file that is not there'; Prepare = { Remove-Item $journal } }
        @{ Because = 'a file that is not a journal'; Prepare = { Set-Content $journal 'FileId,Description' } }
        @{ Because = 'a journal of another account'; Prepare = { Connect-IKAccount -Credential (NewCredential 'private_other') -SkipVerification -HttpMessageHandler $handler } }
    ) {
        & $Prepare

        { Undo-IKFileChange $journal } | Should -Throw -ErrorId "JournalUnusable,$command"
        $handler.Requests | Should -HaveCount 1
    }
}

BeforeAll {
    . "$PSScriptRoot/Setup.ps1"

    $command = 'ImageKit.Metadata.Commands.AddIKFileTagCommand'
    $key = NewCredential 'private_pester'
    $shoe = [ImageKit.Metadata.MediaFile]@{ Type = 'file'; FileId = 'id-1'; FilePath = '/shop/shoe.jpg'; Url = 'https://ik.imagekit.io/demo/shop/shoe.jpg'; Tags = 'sale', 'new'; Description = 'A shoe' }
}

Describe 'Add-IKFileTag' {
    BeforeEach {
        $handler = NewHandler
        Connect-IKAccount -Credential $key -SkipVerification -HttpMessageHandler $handler
    }

    AfterEach {
        Disconnect-IKAccount
    }

    It 'sends the IDs and the tags, and writes nothing' {
        $handler.Add('/v1/files/addTags', @{ Body = '{"successfullyUpdatedFileIds":["id-1"]}' })

        $shoe | Add-IKFileTag old | Should -BeNullOrEmpty
        $handler.Requests | Should -HaveCount 1
        $handler.Requests[0].Method | Should -BeExactly 'POST'
        $handler.Requests[0].Body | Should -BeExactly '{"fileIds":["id-1"],"tags":["old"]}'
    }

    It 'shows what changed with -PassThru' {
        $handler.Add('/v1/files/addTags', @{ Body = '{"successfullyUpdatedFileIds":["id-1"]}' })

        $change = $shoe | Add-IKFileTag -Tag old -PassThru
        $change | Should -BeOfType ImageKit.Metadata.MediaFileChange
        $change.FileId, $change.Url, $change.Property, $change.Status | Should -Be 'id-1', $shoe.Url, 'Tags', 'Changed'
        $change.Before | Should -Be 'sale', 'new'
        $change.After | Should -Be 'sale', 'new', 'old'
        Show $change | Should -Match ([regex]::Escape('+old '))
        (ThroughClixml $change).After | Should -Be 'sale', 'new', 'old'
    }

    It 'sends 50 files at most in one request' {
        $handler.Add('/v1/files/addTags', @{ Body = '{"successfullyUpdatedFileIds":[]}' })

        1..120 | ForEach-Object { [pscustomobject]@{ FileId = "id-$_" } } | Add-IKFileTag old -ErrorAction SilentlyContinue
        @($handler.Requests | ForEach-Object { @(($_.Body | ConvertFrom-Json).fileIds).Count } | Sort-Object) | Should -Be 20, 50, 50
    }

    It 'takes a file <How>' -ForEach @(
        @{ How = 'by name'; Change = { Add-IKFileTag -FileId id-1 -Tag old } }
        @{ How = 'as a row'; Change = { [pscustomobject]@{ FileId = 'id-1'; Comment = 'from a CSV' } | Add-IKFileTag old } }
        @{ How = 'as metadata'; Change = { [ImageKit.Metadata.ImageMetadata]@{ FileId = 'id-1' } | Add-IKFileTag old } }
        @{ How = 'as a finding'; Change = { [ImageKit.Metadata.AuditFinding]@{ FileId = 'id-1' } | Add-IKFileTag old } }
        @{ How = 'as a member of a group'; Change = { [ImageKit.Metadata.DuplicateMember]@{ FileId = 'id-1' } | Add-IKFileTag old } }
        @{ How = 'that came back from CLIXML'; Change = { ThroughClixml $shoe | Add-IKFileTag old } }
    ) {
        $handler.Add('/v1/files/addTags', @{ Body = '{"successfullyUpdatedFileIds":["id-1"]}' })

        & $Change
        $handler.Requests | Should -HaveCount 1
    }

    It 'reports each file that failed' {
        $handler.Add('/v1/files/addTags', @{ Status = 207; Body = '{"successfullyUpdatedFileIds":["id-1"],"errors":[{"fileId":"id-2","error":"Locked."}]}' })

        Add-IKFileTag -FileId id-1, id-2 -Tag old -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed.FullyQualifiedErrorId | Should -Be "FileNotChanged,$command"
        $failed[0].TargetObject | Should -BeExactly 'id-2'
        "$failed" | Should -BeLike '*Locked.*'
    }

    It 'sends nothing with -WhatIf, and nothing for more files than -MaximumCount' {
        $shoe | Add-IKFileTag old -WhatIf
        { Add-IKFileTag -FileId id-1, id-2 -Tag old -MaximumCount 1 } | Should -Throw -ErrorId "TooManyFiles,$command"
        $handler.Requests | Should -HaveCount 0
    }

    It 'refuses tags that the service would refuse' {
        { Add-IKFileTag -FileId id-1 -Tag ('a' * 501) } | Should -Throw -ErrorId "InvalidTag,$command"
        { Add-IKFileTag -FileId id-1 -Tag '' } | Should -Throw -ErrorId "InvalidTag,$command"
        $handler.Requests | Should -HaveCount 0
    }
}

BeforeAll {
    . "$PSScriptRoot/Setup.ps1"

    $key = NewCredential 'private_pester'
    $shoe = '{"type":"file","fileId":"598821f949c0a938d57563bd","name":"shoe.jpg","filePath":"/shop/shoe.jpg","url":"https://ik.imagekit.io/demo/shop/shoe.jpg?updatedAt=1","size":7,"createdAt":"2024-01-02T03:04:05.006Z"}'
    $folder = '{"type":"folder","folderId":"6441fce4e809dd54b0dee029","name":"shop","folderPath":"/shop"}'
}

Describe 'Get-IKFile' {
    BeforeEach {
        $handler = NewHandler
        $connection = Connect-IKAccount -Credential $key -SkipVerification -PassThru -HttpMessageHandler $handler
    }

    It 'writes what the service lists' {
        $handler.Add('/v1/files?', @{ Body = "[$shoe]" })
        $file = Get-IKFile -Connection $connection
        $file | Should -BeOfType ImageKit.Metadata.MediaFile
        $file.FilePath | Should -Be '/shop/shoe.jpg'
        $file.CreatedAt.Kind | Should -Be 'Utc'
    }

    It 'asks for no more than -First' {
        $handler.Add('/v1/files?', @{ Body = "[$shoe]" })
        [void](Get-IKFile -First 10 -Skip 5 -Connection $connection)
        $handler.Requests | Should -HaveCount 1
        $handler.Requests[0].Uri | Should -BeLike '*`?limit=10&skip=5'
    }

    It 'searches for <Because>' -ForEach @(
        @{ Because = 'a name'; Parameters = @{ Name = 'a "b"' }; Query = 'name = "a \"b\"" AND type = "file"' }
        @{ Because = 'tags'; Parameters = @{ Tag = 'a', 'b' }; Query = 'tags IN ["a", "b"] AND type = "file"' }
        @{ Because = 'a size'; Parameters = @{ LargerThan = 2MB }; Query = 'size > 2097152 AND type = "file"' }
        @{ Because = 'a folder and all below it'; Parameters = @{ Path = '/shop'; Recurse = $true }; Query = 'path : "/shop" AND type = "file"' }
        @{ Because = 'what the user says'; Parameters = @{ SearchQuery = 'width > 5' }; Query = 'width > 5' }
    ) {
        $handler.Add('/v1/files?', @{ Body = '[]' })
        Get-IKFile @Parameters -Connection $connection | Should -BeNullOrEmpty
        $handler.Requests[0].Uri | Should -Be ('https://api.imagekit.io/v1/files?searchQuery=' + [uri]::EscapeDataString($Query) + '&limit=1000')
    }

    It 'lists folders' {
        $handler.Add('/v1/files?type=folder', @{ Body = "[$folder]" })
        (Get-IKFile -Directory -Connection $connection).FolderPath | Should -Be '/shop'
    }

    It 'leads to metadata by file id' {
        $handler.Add('/v1/files?', @{ Body = "[$shoe]" })
        $handler.Add('/metadata', @{ Body = '{"width":5}' })
        $metadata = Get-IKFile -Connection $connection | Get-IKMetadata -Connection $connection
        $metadata.FileId | Should -Be '598821f949c0a938d57563bd'
        $handler.Requests[1].Uri | Should -BeLike '*/v1/files/598821f949c0a938d57563bd/metadata'
    }

    It 'says in the words of the service what is wrong with a search' {
        $handler.Add('/v1/files?', @{ Status = 400; Body = '{"message":"Invalid search query - no such field."}' })
        { Get-IKFile -SearchQuery 'x = 1' -Connection $connection -ErrorAction Stop } |
            Should -Throw -ExpectedMessage '*no such field*' -ErrorId 'BadRequest,ImageKit.Metadata.Commands.GetIKFileCommand'
    }
}

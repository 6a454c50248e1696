BeforeAll {
    . "$PSScriptRoot/Setup.ps1"

    $command = 'ImageKit.Metadata.Commands.GetIKFileCommand'
    $key = NewCredential 'private_pester'
    $shoe = '{"type":"file","fileId":"598821f949c0a938d57563bd","name":"shoe.jpg","filePath":"/shop/shoe.jpg","url":"https://ik.imagekit.io/demo/shop/shoe.jpg?updatedAt=1","width":80,"height":60,"size":7,"mime":"image/jpeg","tags":["sale"],"createdAt":"2024-01-02T03:04:05.006Z"}'
    $folder = '{"type":"folder","folderId":"6441fce4e809dd54b0dee029","name":"shop","folderPath":"/shop"}'

    # A page begins with the last file of the page before it: the command requests one file twice, to notice that files moved.
    function MakePage([int] $Number, [int] $Count = 1000, [string] $After) {
        $files = @(if ($After) { '{"type":"file","fileId":"' + $After + '","name":"last.jpg"}' }) + @(for ($i = 0; $i -lt $Count; $i++) { '{"type":"file","fileId":"id-' + "$Number-$i" + '","name":"' + "$Number-$i" + '.jpg"}' })
        '[' + ($files -join ',') + ']'
    }
}

Describe 'Get-IKFile' {
    BeforeEach {
        $handler = NewHandler
        Connect-IKAccount -Credential $key -SkipVerification -HttpMessageHandler $handler
    }

    AfterEach {
        Disconnect-IKAccount
    }

    It 'writes what the service lists' {
        $handler.Add('/v1/files?', @{ Body = "[$shoe]" })

        $file = Get-IKFile
        $file | Should -BeOfType ImageKit.Metadata.MediaFile
        $file.FileId | Should -BeExactly '598821f949c0a938d57563bd'
        $file.FilePath | Should -BeExactly '/shop/shoe.jpg'
        $file.Size | Should -Be 7
        $file.Tags | Should -Be @('sale')
        $file.CreatedAt.Kind | Should -Be 'Utc'
    }

    It 'lists folders' {
        $handler.Add('/v1/files?type=folder', @{ Body = "[$folder]" })

        $found = Get-IKFile -Directory
        $found | Should -BeOfType ImageKit.Metadata.MediaFolder
        $found.FolderPath | Should -BeExactly '/shop'
    }

    It 'emits nothing if the library is empty' {
        $handler.Add('/v1/files?', @{ Body = '[]' })

        Get-IKFile -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'fetches page after page, in order' {
        $handler.Add('/v1/files?', @(@{ Body = MakePage 1 }, @{ Body = MakePage 2 -Count 999 -After id-1-999 }, @{ Body = MakePage 3 -Count 5 -After id-2-998 }))

        $files = Get-IKFile
        $files | Should -HaveCount 2004
        $files[0, 999, 1000, 2003].FileId | Should -Be 'id-1-0', 'id-1-999', 'id-2-0', 'id-3-4'
        $handler.Requests | Should -HaveCount 3
    }

    Context 'what it requests' {
        It 'is no more than -First' {
            $handler.Add('/v1/files?', @{ Body = "[$shoe]" })
            $null = Get-IKFile -First 10 -Skip 5

            $handler.Requests | Should -HaveCount 1
            $handler.Requests[0].Uri | Should -BeLike '*`?limit=10&skip=5'
        }

        It 'is nothing with -First 0' {
            Get-IKFile -First 0 | Should -BeNullOrEmpty
            $handler.Requests | Should -HaveCount 0
        }

        It 'is a search for <Because>' -ForEach @(
            @{ Because = 'a name'; Parameters = @{ Name = 'a "b"' }; Query = 'name = "a \"b\"" AND type = "file"' }
            @{ Because = 'tags'; Parameters = @{ Tag = 'a', 'b' }; Query = 'tags IN ["a", "b"] AND type = "file"' }
            @{ Because = 'a format'; Parameters = @{ Format = 'JPEG' }; Query = 'format = "jpg" AND type = "file"' }
            @{ Because = 'a size'; Parameters = @{ LargerThan = 2MB }; Query = 'size > 2097152 AND type = "file"' }
            @{ Because = 'a folder and all below it'; Parameters = @{ Path = '/shop'; Recurse = $true }; Query = 'path : "/shop" AND type = "file"' }
            @{ Because = 'what the user says'; Parameters = @{ SearchQuery = 'width > 5' }; Query = 'width > 5' }
        ) {
            $handler.Add('/v1/files?', @{ Body = '[]' })
            Get-IKFile @Parameters | Should -BeNullOrEmpty

            $handler.Requests[0].Uri | Should -BeExactly ('https://api.imagekit.io/v1/files?searchQuery=' + [uri]::EscapeDataString($Query) + '&limit=1000')
        }

        It 'is as much of a wildcard as the service understands, and the rest is looked at here' {
            $handler.Add('/v1/files?', @{ Body = '[{"type":"file","fileId":"1","name":"shoe-1.jpg"},{"type":"file","fileId":"2","name":"shoe-2.png"}]' })

            (Get-IKFile -Name 'shoe-*.png').Name | Should -BeExactly 'shoe-2.png'
            $handler.Requests[0].Address | Should -BeLike '*name : "shoe-"*'
        }

        It 'is sorted by the service' {
            $handler.Add('/v1/files?', @{ Body = '[]' })
            $null = Get-IKFile -SortBy Size -Descending

            $handler.Requests[0].Address | Should -BeLike '*sort=DESC_SIZE*'
        }
    }

    Context 'its parameters' {
        It 'takes a folder <How>' -ForEach @(
            @{ How = 'by position'; Ask = { Get-IKFile /shop } }
            @{ How = 'by name'; Ask = { Get-IKFile -Path shop/ } }
            @{ How = 'as the property Path'; Ask = { [pscustomobject]@{ Path = '/shop'; Comment = 'from a CSV' } | Get-IKFile } }
            @{ How = 'as the property FolderPath'; Ask = { [pscustomobject]@{ FolderPath = '/shop' } | Get-IKFile } }
            @{ How = 'that it listed'; Ask = { [ImageKit.Metadata.MediaFolder]@{ FolderPath = '/shop' } | Get-IKFile } }
            @{ How = 'that came back from CLIXML'; Ask = { ThroughClixml ([ImageKit.Metadata.MediaFolder]@{ FolderPath = '/shop' }) | Get-IKFile } }
        ) {
            $handler.Add('path=/shop', @{ Body = "[$shoe]" })

            (& $Ask).FilePath | Should -BeExactly '/shop/shoe.jpg'
            $handler.Requests | Should -HaveCount 1
        }

        It 'gives the details of a file <How>' -ForEach @(
            @{ How = 'by name'; Ask = { Get-IKFile -FileId 598821f949c0a938d57563bd } }
            @{ How = 'as a property'; Ask = { [pscustomobject]@{ FileId = '598821f949c0a938d57563bd'; Comment = 'from a CSV' } | Get-IKFile } }
            @{ How = 'as a file'; Ask = { [ImageKit.Metadata.MediaFile]@{ FileId = '598821f949c0a938d57563bd' } | Get-IKFile } }
            @{ How = 'that came back from CLIXML'; Ask = { ThroughClixml ([ImageKit.Metadata.MediaFile]@{ FileId = '598821f949c0a938d57563bd' }) | Get-IKFile } }
        ) {
            $handler.Add('/v1/files/598821f949c0a938d57563bd/details', @{ Body = $shoe })

            (& $Ask).FilePath | Should -BeExactly '/shop/shoe.jpg'
            $handler.Requests | Should -HaveCount 1
        }

        It 'emits one object per ID, in the order of the IDs' {
            foreach ($id in 'id-1', 'id-2', 'id-3') { $handler.Add("/v1/files/$id/", @{ Body = "{`"type`":`"file`",`"fileId`":`"$id`"}" }) }

            ('id-2', 'id-1', 'id-3' | ForEach-Object { [pscustomobject]@{ FileId = $_ } } | Get-IKFile).FileId | Should -Be 'id-2', 'id-1', 'id-3'
            (Get-IKFile -FileId 'id-3', 'id-1').FileId | Should -Be 'id-3', 'id-1'
        }

        It 'refuses <Because>' -ForEach @(
            @{ Because = 'an empty folder'; Parameters = @{ Path = '' } }
            @{ Because = 'a negative size'; Parameters = @{ LargerThan = -1 } }
            @{ Because = 'a negative -First'; Parameters = @{ First = -1 } }
            @{ Because = 'a negative -Skip'; Parameters = @{ Skip = -1 } }
            @{ Because = 'no time at all'; Parameters = @{ TimeoutSec = 0 } }
        ) {
            { Get-IKFile @Parameters } | Should -Throw -ErrorId "ParameterArgumentValidationError,$command"
            $handler.Requests | Should -HaveCount 0
        }

        It 'takes ids or filters, not both' {
            { Get-IKFile -FileId 'id-1' -Tag 'sale' } | Should -Throw -ErrorId "AmbiguousParameterSet,$command"
        }

        It 'completes <Parameter>' -ForEach @(
            @{ Parameter = 'Format'; Begun = 'j'; Expected = 'jpg' }
            @{ Parameter = 'SortBy'; Begun = 'Si'; Expected = 'Size' }
            @{ Parameter = 'FileType'; Begun = 'N'; Expected = 'NonImage' }
        ) {
            (Complete "Get-IKFile -$Parameter $Begun").CompletionText | Should -Be $Expected
        }
    }

    Context 'in a pipeline' {
        It 'leads to metadata by file id' {
            $handler.Add('/v1/files?', @{ Body = "[$shoe]" })
            $handler.Add('/metadata', @{ Body = '{"width":5}' })

            (Get-IKFile | Get-IKMetadata).FileId | Should -BeExactly '598821f949c0a938d57563bd'
            $handler.Requests[1].Uri | Should -BeLike '*/v1/files/598821f949c0a938d57563bd/metadata'
        }

        It 'requests no more pages when the pipeline stops' {
            $pages = foreach ($number in 1..9) { @{ Body = MakePage $number } }
            $handler.Add('/v1/files?', @($pages))

            @(foreach ($once in 1) { Get-IKFile | ForEach-Object { $_; break } }) | Should -HaveCount 1
            $handler.Requests.Count | Should -BeLessThan 9
        }

        It 'ends at Select-Object -First' {
            $pages = foreach ($number in 1..9) { @{ Body = MakePage $number } }
            $handler.Add('/v1/files?', @($pages))

            Get-IKFile | Select-Object -First 3 | Should -HaveCount 3
            $handler.Requests.Count | Should -BeLessThan 9
        }
    }

    Context 'with a failure' {
        It 'reports the message of the service for an invalid search' {
            $handler.Add('/v1/files?', @{ Status = 400; Body = '{"message":"Invalid search query - no such field."}'; Headers = @{ 'x-ik-requestid' = 'id-42' } })

            Get-IKFile -SearchQuery 'x = 1' -ErrorAction SilentlyContinue -ErrorVariable failures | Should -BeNullOrEmpty
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "BadRequest,$command"
            $failures[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
            $failures[0].TargetObject | Should -BeExactly 'x = 1'
            $failures[0].Exception.Message | Should -BeLike '*no such field*'
            $failures[0].Exception.RequestId | Should -BeExactly 'id-42'
            $failures[0].ErrorDetails.RecommendedAction | Should -BeLike '*search*'
        }

        It 'reports a list that fails as <Id>' -ForEach @(
            @{ Id = 'ServerError'; Category = 'ResourceUnavailable'; Answer = @{ Status = 500 } }
            @{ Id = 'RateLimitExceeded'; Category = 'LimitsExceeded'; Answer = @{ Status = 429; Headers = @{ 'Retry-After' = '7200' } } }
            @{ Id = 'ConnectionFailed'; Category = 'ConnectionError'; Answer = @{ Throw = 'No route to host.' } }
            @{ Id = 'RequestTimeout'; Category = 'OperationTimeout'; Answer = @{ Stall = $true } }
            @{ Id = 'UnexpectedResponse'; Category = 'InvalidData'; Answer = @{ Body = '{"not":"a list"}' } }
        ) {
            $handler.Add('/v1/files?', $Answer)

            Get-IKFile -TimeoutSec 1 -MaximumRetryCount 0 -ErrorAction SilentlyContinue -ErrorVariable failures | Should -BeNullOrEmpty
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "$Id,$command"
            $failures[0].CategoryInfo.Category | Should -Be $Category
            $failures[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'writes the pages before the one that fails' {
            $handler.Add('/v1/files?', @(@{ Body = MakePage 1 }, @{ Status = 500 }))

            Get-IKFile -MaximumRetryCount 0 -ErrorAction SilentlyContinue -ErrorVariable failures | Should -HaveCount 1000
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "ServerError,$command"
        }

        It 'continues with the next folder' {
            $handler.Add('path=/no', @{ Status = 400; Body = '{"message":"no such folder"}' })
            $handler.Add('path=/shop', @{ Body = "[$shoe]" })
            $rows = [pscustomobject]@{ Path = '/no' }, [pscustomobject]@{ Path = '/shop' }

            $rows | Get-IKFile -ErrorAction SilentlyContinue -ErrorVariable failures | Should -HaveCount 1
            $failures | Should -HaveCount 1
            $failures[0].TargetObject | Should -BeExactly '/no'
        }

        It 'continues with the next ID' {
            $handler.Add('/v1/files/id-0/', @{ Status = 404; Body = '{"message":"The requested file does not exist."}' })
            $handler.Add('/v1/files/id-1/', @{ Body = $shoe })

            (Get-IKFile -FileId 'id-0', '', 'id-1' -ErrorAction SilentlyContinue -ErrorVariable failures).Name | Should -BeExactly 'shoe.jpg'
            $failures.FullyQualifiedErrorId | Should -Be "NotFound,$command", "BadRequest,$command"
            $failures[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $failures[0].TargetObject | Should -BeExactly 'id-0'
            $handler.Requests | Should -HaveCount 2
        }

        It 'throws with -ErrorAction Stop' {
            $handler.Add('/v1/files?', @{ Status = 400; Body = '{"message":"Invalid search query - no such field."}' })

            { Get-IKFile -SearchQuery 'x = 1' -ErrorAction Stop } |
                Should -Throw -ExpectedMessage '*no such field*' -ErrorId "BadRequest,$command"
        }

        It 'ends the pipeline where the key is refused (<_>)' -ForEach 401, 403 {
            $handler.Add('/v1/files', @{ Status = $_; Body = '{"message":"Your account cannot be authenticated."}' })

            { Get-IKFile -ErrorAction SilentlyContinue } | Should -Throw -ErrorId "AuthenticationFailed,$command"
            { Get-IKFile -FileId 'id-1', 'id-2' -ErrorAction SilentlyContinue } | Should -Throw -ErrorId "AuthenticationFailed,$command"
            $handler.Requests | Should -HaveCount 2
        }

        It 'ends the pipeline without a connection' {
            Disconnect-IKAccount

            $record = { Get-IKFile -ErrorAction SilentlyContinue } | Should -Throw -ErrorId "NotConnected,$command" -PassThru
            $record.CategoryInfo.Category | Should -Be 'AuthenticationError'
            $record.ErrorDetails.RecommendedAction | Should -BeLike '*Connect-IKAccount*'
        }
    }

    It 'writes files that come through CLIXML whole, and go on from there' {
        $handler.Add('/metadata', @{ Body = '{"width":5}' })
        $handler.Add('/v1/files?', @{ Body = "[$shoe]" })

        $file = Get-IKFile
        $again = ThroughClixml $file
        $again.Tags | Should -Be @('sale')
        $again.CreatedAt | Should -Be $file.CreatedAt
        ($again | Get-IKMetadata).FileId | Should -BeExactly $file.FileId
    }

    It 'is shown as a table, and one as a list' {
        $handler.Add('type=folder', @{ Body = "[$folder]" })
        $handler.Add('/v1/files?', @{ Body = "[$shoe]" })

        $lines = (Show (Get-IKFile)).Trim() -split '\r?\n'
        $lines[0] | Should -Match '^Created \(local\) +Width +Height +Size +Type +File'
        $lines[2] | Should -Match ' 80 +60 +7 B +image/jpeg +/shop/shoe\.jpg'
        Show (Get-IKFile | Format-List) | Should -Match 'Tags +: sale'
        Show (Get-IKFile -Directory) | Should -Match '6441fce4e809dd54b0dee029 +/shop'
    }
}

BeforeAll {
    . "$PSScriptRoot/Setup.ps1"

    $command = 'ImageKit.Metadata.Commands.GetIKMetadataCommand'
    $image = 'https://ik.imagekit.io/x/a%20b.jpg'
}

Describe 'Get-IKMetadata' {
    BeforeEach {
        $handler = NewHandler
        Connect-IKAccount -Credential (NewCredential 'private_pester') -HttpMessageHandler $handler -SkipVerification
    }

    AfterEach {
        Disconnect-IKAccount
    }

    Context 'with a response' {
        BeforeEach {
            $handler.Add('url=', @{ Body = '{"height":68,"width":100,"size":7749,"format":"jpg","pHash":"f06830ca9f1e3e90","mimeType":"image/jpeg","exif":{"image":{"Make":"Canon","Model":"Canon EOS 40D"},"exif":{"DateTimeOriginal":"2008:05:30 15:56:01","FNumber":7.1}}}' })
        }

        It 'emits typed metadata with the URL and the transformation of the request' {
            $metadata = Get-IKMetadata $image

            $metadata | Should -BeOfType ImageKit.Metadata.ImageMetadata
            $metadata.Url | Should -BeExactly $image
            $metadata.Width | Should -Be 100
            $metadata.Height | Should -Be 68
            $metadata.Size | Should -Be 7749
            $metadata.Format | Should -BeExactly 'jpg'
            $metadata.PHash | Should -BeExactly 'f06830ca9f1e3e90'
            $metadata.RetrievedAt.Kind | Should -BeExactly 'Utc'
        }

        It 'has every tag, whatever its case, and conveniences beside them' {
            $exif = (Get-IKMetadata $image).Exif

            $exif.Exif['fnumber'] | Should -Be 7.1
            $exif.Image['MAKE'] | Should -BeExactly 'Canon'
            $exif.Camera | Should -BeExactly 'Canon EOS 40D'
            $exif.DateTaken | Should -Be ([datetime]::new(2008, 5, 30, 15, 56, 1))
        }

        It 'keeps what the service adds tomorrow' {
            (Get-IKMetadata $image).AdditionalData['mimeType'] | Should -BeExactly 'image/jpeg'
        }

        It 'sends the URL as it is, encoded once' {
            $null = Get-IKMetadata "$image`?updatedAt=1&tr=w-100"

            $handler.Requests[0].Uri | Should -BeExactly 'https://api.imagekit.io/v1/metadata?url=https%3A%2F%2Fik.imagekit.io%2Fx%2Fa%2520b.jpg%3FupdatedAt%3D1%26tr%3Dw-100'
        }

        It 'sends one request for each transformation' {
            $metadata = Get-IKMetadata $image -Transformation 'w-100', 'w-400,h-300'

            $metadata.Url | Should -Be @("$image`?tr=w-100", "$image`?tr=w-400,h-300")
            $metadata.Transformation | Should -Be @('w-100', 'w-400,h-300')
        }

        It 'chains a transformation to the one that a URL has' {
            (Get-IKMetadata "$image`?tr=q-30" -Transformation 'w-100').Url | Should -BeExactly "$image`?tr=q-30:w-100"
        }

        It 'shows the source of the key, and not the key' {
            $verbose = @(Get-IKMetadata $image -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }).Message

            @($verbose -like '*private key from Connect-IKAccount*') | Should -HaveCount 1
            "$verbose" | Should -Not -Match 'private_pester'
        }

        It 'comes through CLIXML with every tag, and back into its type' {
            $metadata = Get-IKMetadata $image
            $again = ThroughClixml $metadata

            $again.Exif.Exif['FNumber'] | Should -Be 7.1
            $again.AdditionalData['mimeType'] | Should -BeExactly 'image/jpeg'
            $again.RetrievedAt | Should -Be $metadata.RetrievedAt
            ([ImageKit.Metadata.ImageMetadata] $again).PHash | Should -BeExactly 'f06830ca9f1e3e90'
        }

        It 'comes through JSON and CSV, and is taken again' {
            $metadata = Get-IKMetadata $image

            ($metadata | ConvertTo-Json -Depth 5 | ConvertFrom-Json).Exif.Image.Make | Should -BeExactly 'Canon'
            ($metadata | ConvertTo-Json -Depth 5 | ConvertFrom-Json | Get-IKMetadata).Url | Should -BeExactly $image
            ($metadata | ConvertTo-Csv | ConvertFrom-Csv | Get-IKMetadata).Url | Should -BeExactly $image
        }

        It 'is shown as a table, and one as a list with its EXIF' {
            $lines = (Show (Get-IKMetadata $image)).Trim() -split '\r?\n'
            $lines[0] | Should -Match '^Format +Width +Height +Size +DateTaken +PHash +Image'
            $lines[2] | Should -Match '^jpg +100 +68 +7[.,]6 KB .*2008.* f06830ca9f1e3e90 /x/a%20b\.jpg'

            $list = Show (Get-IKMetadata $image | Format-List)
            $list | Should -Match 'Dimensions +: 100 x 68'
            $list | Should -Match 'Camera +: Canon EOS 40D'
        }
    }

    Context 'its parameters' {
        BeforeEach {
            $handler.Add('url=', @{ Body = '{"width":100}' })
            $handler.Add('/v1/files/', @{ Body = '{"width":5}' })
        }

        It 'takes URLs by position and by name' {
            (Get-IKMetadata $image, 'https://ik.imagekit.io/x/2.jpg').Url | Should -Be $image, 'https://ik.imagekit.io/x/2.jpg'
            (Get-IKMetadata -Url $image).Url | Should -BeExactly $image
            (Get-IKMetadata -ImageUrl $image).Url | Should -BeExactly $image
        }

        It 'takes a URL from the pipeline <How>' -ForEach @(
            @{ How = 'as a string'; Value = 'https://ik.imagekit.io/x/1.jpg' }
            @{ How = 'as a Uri'; Value = [uri] 'https://ik.imagekit.io/x/1.jpg' }
            @{ How = 'as the property Url'; Value = [pscustomobject]@{ Url = 'https://ik.imagekit.io/x/1.jpg'; Comment = 'from a CSV' } }
            @{ How = 'as the property Uri'; Value = [pscustomobject]@{ Uri = 'https://ik.imagekit.io/x/1.jpg' } }
            @{ How = 'as the property ImageUrl'; Value = [pscustomobject]@{ ImageUrl = 'https://ik.imagekit.io/x/1.jpg' } }
            @{ How = 'as the property Href'; Value = [pscustomobject]@{ Href = 'https://ik.imagekit.io/x/1.jpg' } }
        ) {
            ($Value | Get-IKMetadata).Url | Should -BeExactly 'https://ik.imagekit.io/x/1.jpg'
        }

        It 'leaves out the blanks and line ends around what a list brings' {
            $metadata = " $image", "$image `r", "`t$image" | Get-IKMetadata

            $metadata.Url | Should -Be $image, $image, $image
            $handler.Requests[0].Address | Should -BeExactly "https://api.imagekit.io/v1/metadata?url=$image"
            (Get-IKMetadata -FileId ' id-1 ').FileId | Should -BeExactly 'id-1'
        }

        It 'says where a URL goes that is given as a file ID' {
            Get-IKMetadata -FileId $image -ErrorAction SilentlyContinue -ErrorVariable failures | Should -BeNullOrEmpty

            $failures[0].ErrorDetails.RecommendedAction | Should -BeLike '*-Url*'
        }

        It 'takes the URL of each object from a script block' {
            ([pscustomobject]@{ Link = $image } | Get-IKMetadata -Url { $_.Link }).Url | Should -BeExactly $image
        }

        It 'does not take <Because>' -ForEach @(
            @{ Because = 'a row without a URL'; Value = [pscustomobject]@{ Image = 'https://ik.imagekit.io/x/1.jpg' } }
            @{ Because = 'a hashtable without a URL'; Value = @{ Image = 'https://ik.imagekit.io/x/1.jpg' } }
            @{ Because = 'a folder'; Value = 'a folder' }
        ) {
            if ($Value -eq 'a folder') { $Value = [ImageKit.Metadata.MediaFolder]@{ Name = 'shoes' } }

            $metadata = $Value, $image | Get-IKMetadata -ErrorAction SilentlyContinue -ErrorVariable failures

            $metadata.Url | Should -BeExactly $image
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "MissingProperty,$command"
            $failures[0].Exception.Message | Should -BeLike '*none of the properties Url, Uri, ImageUrl, Href and FileId. Its properties are: *'
        }

        It 'takes the URL of a hashtable' {
            (@{ Url = $image } | Get-IKMetadata).Url | Should -BeExactly $image
        }

        It 'does not give the metadata of one file for others' {
            { $image, 'https://ik.imagekit.io/x/2.jpg' | Get-IKMetadata -FileId 'id-1' -ErrorAction SilentlyContinue } |
                Should -Throw -ErrorId "UnpairedFileId,$command"

            Get-IKMetadata -Url $image, 'https://ik.imagekit.io/x/2.jpg' -FileId 'id-1' -ErrorAction SilentlyContinue -ErrorVariable failures |
                Should -BeNullOrEmpty
            $failures.FullyQualifiedErrorId | Should -BeExactly "UnpairedFileId,$command"
            $handler.Requests | Should -HaveCount 0
        }

        It 'takes ids by name and as a property' {
            (Get-IKMetadata -FileId 'id-2', 'id-1').FileId | Should -Be 'id-2', 'id-1'
            ([pscustomobject]@{ FileId = 'id-1'; Comment = 'from a CSV' } | Get-IKMetadata).FileId | Should -BeExactly 'id-1'
            $handler.Requests[2].Address | Should -BeExactly 'https://api.imagekit.io/v1/files/id-1/metadata'
        }

        It 'requests by ID and emits the URL if the input has both' {
            $metadata = [pscustomobject]@{ Url = $image; FileId = 'id-1' } | Get-IKMetadata

            $metadata.FileId | Should -BeExactly 'id-1'
            $metadata.Url | Should -BeExactly $image
            $handler.Requests[0].Address | Should -BeExactly 'https://api.imagekit.io/v1/files/id-1/metadata'
        }

        It 'takes files, live and from CLIXML' {
            $file = [ImageKit.Metadata.MediaFile]@{ Url = $image; FileId = 'id-1' }

            ($file | Get-IKMetadata).FileId | Should -BeExactly 'id-1'
            (ThroughClixml $file | Get-IKMetadata).FileId | Should -BeExactly 'id-1'
        }

        It 'takes its own output again, after CLIXML too' {
            $metadata = Get-IKMetadata $image
            $byId = Get-IKMetadata -FileId 'id-1'

            ($metadata | Get-IKMetadata).Url | Should -BeExactly $image
            (ThroughClixml $metadata | Get-IKMetadata).Url | Should -BeExactly $image
            (ThroughClixml $byId | Get-IKMetadata).FileId | Should -BeExactly 'id-1'
        }

        It 'refuses <Because>' -ForEach @(
            @{ Because = 'no requests at all'; Parameters = @{ ThrottleLimit = 0 } }
            @{ Because = 'too many requests'; Parameters = @{ ThrottleLimit = 1025 } }
            @{ Because = 'no time at all'; Parameters = @{ TimeoutSec = 0 } }
            @{ Because = 'fewer than no retries'; Parameters = @{ MaximumRetryCount = -1 } }
            @{ Because = 'an empty transformation'; Parameters = @{ Transformation = '' } }
            @{ Because = 'an empty checkpoint'; Parameters = @{ Checkpoint = '' } }
            @{ Because = 'no connection'; Parameters = @{ Connection = $null } }
        ) {
            { Get-IKMetadata $image @Parameters } | Should -Throw -ErrorId "ParameterArgumentValidationError,$command"
            $handler.Requests | Should -HaveCount 0
        }

        It 'completes transformations, and values within one' {
            (Complete 'Get-IKMetadata x -Transformation f-w').CompletionText | Should -Be 'f-webp'
            (Complete "Get-IKMetadata x -Transformation 'w-400,f-w").CompletionText | Should -Be "'w-400,f-webp'"
        }
    }

    Context 'in a pipeline' {
        BeforeEach {
            $handler.Add('url=', @{ Body = '{"width":100}' })
            $urls = 1..100 | ForEach-Object { "https://ik.imagekit.io/x/$_.jpg" }
        }

        It 'emits one object per input, in the order of the input' {
            ($urls | Get-IKMetadata -ThrottleLimit 16).Url | Should -Be $urls
        }

        It 'emits one object per input with -Unordered, in any order' {
            $emitted = ($urls | Get-IKMetadata -ThrottleLimit 16 -Unordered).Url

            $emitted | Should -HaveCount 100
            @($urls | Where-Object { $_ -notin $emitted }) | Should -BeNullOrEmpty
        }

        It 'emits nothing without input' {
            @() | Get-IKMetadata | Should -BeNullOrEmpty
        }

        It 'sends no more requests when the pipeline stops' {
            @(foreach ($once in 1) { $urls | Get-IKMetadata -ThrottleLimit 1 | ForEach-Object { $_; break } }) | Should -HaveCount 1
            $handler.Requests.Count | Should -BeLessThan 100
        }

        It 'ends at Select-Object -First' {
            ($urls | Get-IKMetadata -ThrottleLimit 1 | Select-Object -First 2).Url | Should -Be $urls[0, 1]
            $handler.Requests.Count | Should -BeLessThan 100
        }
    }

    Context 'with a checkpoint' {
        BeforeEach {
            $folder = NewFolder
            $checkpoint = [IO.Path]::Combine($folder, 'run.jsonl')
            $urls = 1..3 | ForEach-Object { "https://ik.imagekit.io/x/$_.jpg" }
            $handler.Add('2.jpg', @(@{ Status = 404 }, @{ Body = '{"width":2}' }))
            $handler.Add('url=', @{ Body = '{"width":100}' })
        }

        It 'requests only missing images, and emits all' {
            $urls | Get-IKMetadata -Checkpoint $checkpoint -ErrorAction SilentlyContinue | Should -HaveCount 2
            $metadata = $urls | Get-IKMetadata -Checkpoint $checkpoint

            $metadata.Url | Should -Be $urls
            $metadata.Width | Should -Be 100, 2, 100
            $handler.Requests | Should -HaveCount 4
            [IO.File]::ReadAllText($checkpoint) | Should -Not -Match 'private_pester'
        }

        It 'takes a path in which Tab has escaped the brackets' {
            $path = [IO.Path]::Combine($folder, 'run[1].jsonl')
            $null = $urls[0] | Get-IKMetadata -Checkpoint $path
            $null = $urls[0] | Get-IKMetadata -Checkpoint ([WildcardPattern]::Escape($path))

            $handler.Requests | Should -HaveCount 1
            [IO.Directory]::GetFiles($folder) | Should -Be $path
        }

        It 'reports CheckpointUnusable for <_>, and sends nothing' -ForEach 'a file of another account', 'a file of something else', 'a folder' {
            $path = if ($_ -eq 'a folder') { $folder } else { $checkpoint }
            switch ($_) {
                'a file of another account' { $null = $urls | Get-IKMetadata -Checkpoint $checkpoint -ErrorAction SilentlyContinue }
                'a file of something else' { [IO.File]::WriteAllText($checkpoint, "notes`n") }
            }

            $before = $handler.Requests.Count
            Connect-IKAccount (NewCredential 'private_other') -HttpMessageHandler $handler -SkipVerification
            $record = { $urls | Get-IKMetadata -Checkpoint $path -ErrorAction SilentlyContinue } |
                Should -Throw -ErrorId "CheckpointUnusable,$command" -PassThru
            $record.CategoryInfo.Category | Should -Be 'OpenError'
            $record.TargetObject | Should -BeExactly $path
            $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            $handler.Requests | Should -HaveCount $before
        }

        It 'reports a path that is not in the file system' {
            { Get-IKMetadata $image -Checkpoint 'Variable:HOME' } | Should -Throw -ErrorId "NotAFileSystemPath,$command"
        }
    }

    Context 'with a failure' {
        It 'reports <Status> as <Id> and continues' -ForEach @(
            @{ Status = 400; Id = 'BadRequest'; Category = 'InvalidArgument' }
            @{ Status = 404; Id = 'NotFound'; Category = 'ObjectNotFound' }
            @{ Status = 500; Id = 'ServerError'; Category = 'ResourceUnavailable' }
            @{ Status = 302; Id = 'UnexpectedResponse'; Category = 'InvalidData' }
        ) {
            $handler.Add('bad.jpg', @{ Status = $Status; Body = '{"message":"The service says why."}'; Headers = @{ 'x-ik-requestid' = 'id-42' } })
            $handler.Add('good.jpg', @{ Body = '{"width":5,"height":5,"size":5}' })

            $metadata = 'https://ik.imagekit.io/x/bad.jpg', 'https://ik.imagekit.io/x/good.jpg' |
                Get-IKMetadata -MaximumRetryCount 0 -ErrorAction SilentlyContinue -ErrorVariable failures

            $metadata.Url | Should -Be 'https://ik.imagekit.io/x/good.jpg'
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "$Id,$command"
            $failures[0].CategoryInfo.Category | Should -Be $Category
            $failures[0].TargetObject | Should -BeExactly 'https://ik.imagekit.io/x/bad.jpg'
            $failures[0].Exception.RequestId | Should -BeExactly 'id-42'
            $failures[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'reports <Because> as <Id> and continues' -ForEach @(
            @{ Because = 'a cut connection'; Id = 'ConnectionFailed'; Category = 'ConnectionError'; Answer = @{ Throw = 'No route to host.' } }
            @{ Because = 'silence'; Id = 'RequestTimeout'; Category = 'OperationTimeout'; Answer = @{ Stall = $true } }
            @{ Because = 'a page'; Id = 'UnexpectedResponse'; Category = 'InvalidData'; Answer = @{ Body = '<html></html>'; ContentType = 'text/html' } }
            @{ Because = 'a list'; Id = 'UnexpectedResponse'; Category = 'InvalidData'; Answer = @{ Body = '[1]' } }
        ) {
            $handler.Add('bad.jpg', $Answer)
            $handler.Add('good.jpg', @{ Body = '{"width":5,"height":5,"size":5}' })

            $metadata = 'https://ik.imagekit.io/x/bad.jpg', 'https://ik.imagekit.io/x/good.jpg' |
                Get-IKMetadata -MaximumRetryCount 0 -TimeoutSec 1 -ErrorAction SilentlyContinue -ErrorVariable failures

            $metadata.Url | Should -Be 'https://ik.imagekit.io/x/good.jpg'
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "$Id,$command"
            $failures[0].CategoryInfo.Category | Should -Be $Category
            $failures[0].TargetObject | Should -BeExactly 'https://ik.imagekit.io/x/bad.jpg'
            $failures[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'reports RateLimitExceeded if the wait would be too long' {
            $handler.Add('url=', @{ Status = 429; Headers = @{ 'Retry-After' = '7200' } })

            Get-IKMetadata $image -ErrorAction SilentlyContinue -ErrorVariable failures | Should -BeNullOrEmpty
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "RateLimitExceeded,$command"
            $failures[0].CategoryInfo.Category | Should -Be 'LimitsExceeded'
            $failures[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'reports InvalidUrl for <_> and sends nothing for it' -ForEach '', 'a.jpg', '/tmp/a.jpg', 'ftp://ik.imagekit.io/a.jpg', 'https://user:pw@ik.imagekit.io/a.jpg' {
            $handler.Add('good.jpg', @{ Body = '{"width":5,"height":5,"size":5}' })

            $metadata = $_, 'https://ik.imagekit.io/x/good.jpg' | Get-IKMetadata -ErrorAction SilentlyContinue -ErrorVariable failures

            $metadata | Should -HaveCount 1
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "InvalidUrl,$command"
            $failures[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
            "$($failures[0].TargetObject)" | Should -BeExactly $_
            $failures[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            "$($failures[0])" | Should -Not -Match ':pw@'
            $handler.Requests | Should -HaveCount 1
        }

        It 'tries again after a failure that can pass' {
            $handler.Add('url=', @(@{ Throw = 'No route to host.' }, @{ Body = '{"width":5}' }))

            (Get-IKMetadata $image).Width | Should -Be 5
            $handler.Requests | Should -HaveCount 2
        }

        It 'waits as long as the rate limit requires, and is not counted as a retry' {
            $handler.Add('url=', @(@{ Status = 429; Headers = @{ 'X-RateLimit-Reset' = '50' } }, @{ Body = '{"width":5}' }))

            (Get-IKMetadata $image -MaximumRetryCount 0).Width | Should -Be 5
        }

        It 'advises on the ID if the request used one' {
            $handler.Add('/v1/files/', @{ Status = 404; Body = '{"message":"Gone."}' })

            Get-IKMetadata -FileId 'id-1' -ErrorAction SilentlyContinue -ErrorVariable failures | Should -BeNullOrEmpty

            $failures[0].FullyQualifiedErrorId | Should -BeExactly "NotFound,$command"
            $failures[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $failures[0].ErrorDetails.RecommendedAction | Should -BeLike '*file id*'
        }

        It 'reports InvalidUrl for null, too' {
            $null, [pscustomobject]@{ Url = '' } | Get-IKMetadata -ErrorAction SilentlyContinue -ErrorVariable failures | Should -BeNullOrEmpty

            $failures.FullyQualifiedErrorId | Should -Be "InvalidUrl,$command", "InvalidUrl,$command"
        }

        It 'ends the pipeline where the key is refused (<_>)' -ForEach 401, 403 {
            $handler.Add('url=', @{ Status = $_; Body = '{"message":"Your account cannot be authenticated."}' })

            $record = { 1..100 | ForEach-Object { "https://ik.imagekit.io/x/$_.jpg" } | Get-IKMetadata -ThrottleLimit 1 -ErrorAction SilentlyContinue } |
                Should -Throw -ErrorId "AuthenticationFailed,$command" -PassThru
            $record.CategoryInfo.Category | Should -Be 'AuthenticationError'
            $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            $handler.Requests.Count | Should -BeLessThan 100
        }

        It 'ends the pipeline without a connection' {
            Disconnect-IKAccount

            $record = { Get-IKMetadata $image -ErrorAction SilentlyContinue } | Should -Throw -ErrorId "NotConnected,$command" -PassThru
            $record.CategoryInfo.Category | Should -Be 'AuthenticationError'
            $record.ErrorDetails.RecommendedAction | Should -BeLike '*Connect-IKAccount*'
        }

        It 'throws with -ErrorAction Stop' {
            $handler.Add('url=', @{ Status = 404 })

            { Get-IKMetadata $image -ErrorAction Stop } | Should -Throw -ErrorId "NotFound,$command"
        }
    }
}

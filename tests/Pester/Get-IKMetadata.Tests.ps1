BeforeAll {
    . "$PSScriptRoot/Setup.ps1"
    $picture = 'https://ik.imagekit.io/x/a%20b.jpg'
}

Describe 'Get-IKMetadata' {
    BeforeEach {
        $handler = NewHandler
        Connect-IKAccount -Credential (NewCredential 'private_pester') -HttpMessageHandler $handler -SkipVerification
    }

    AfterEach {
        Disconnect-IKAccount
    }

    Context 'with an answer' {
        BeforeEach {
            $handler.Add('url=', @{ Body = '{"height":68,"width":100,"size":7749,"format":"jpg","pHash":"f06830ca9f1e3e90","mimeType":"image/jpeg","exif":{"image":{"Make":"Canon","Model":"Canon EOS 40D"},"exif":{"DateTimeOriginal":"2008:05:30 15:56:01","FNumber":7.1}}}' })
            $handler.Add('/v1/files/', @{ Body = '{"width":5}' })
        }

        It 'emits typed metadata with what was asked beside it' {
            $metadata = Get-IKMetadata $picture

            $metadata | Should -BeOfType ImageKit.Metadata.ImageMetadata
            $metadata.Url | Should -BeExactly $picture
            $metadata.Width | Should -Be 100
            $metadata.Height | Should -Be 68
            $metadata.Size | Should -Be 7749
            $metadata.Format | Should -BeExactly 'jpg'
            $metadata.PHash | Should -BeExactly 'f06830ca9f1e3e90'
            $metadata.RetrievedAt.Kind | Should -BeExactly 'Utc'
        }

        It 'has every tag, whatever its case, and conveniences beside them' {
            $exif = (Get-IKMetadata $picture).Exif

            $exif.Exif['fnumber'] | Should -Be 7.1
            $exif.Image['MAKE'] | Should -BeExactly 'Canon'
            $exif.Camera | Should -BeExactly 'Canon EOS 40D'
            $exif.DateTaken | Should -Be ([datetime]::new(2008, 5, 30, 15, 56, 1))
        }

        It 'keeps what the service adds tomorrow' {
            (Get-IKMetadata $picture).AdditionalData['mimeType'] | Should -BeExactly 'image/jpeg'
        }

        It 'sends the URL as it is, encoded once' {
            $null = Get-IKMetadata "$picture`?updatedAt=1&tr=w-100"

            $handler.Requests[0].Uri | Should -BeExactly 'https://api.imagekit.io/v1/metadata?url=https%3A%2F%2Fik.imagekit.io%2Fx%2Fa%2520b.jpg%3FupdatedAt%3D1%26tr%3Dw-100'
        }

        It 'takes a URL from the pipeline <How>' -ForEach @(
            @{ How = 'as a string'; Value = 'https://ik.imagekit.io/x/1.jpg' }
            @{ How = 'as a Uri'; Value = [uri]'https://ik.imagekit.io/x/1.jpg' }
            @{ How = 'as the property Url'; Value = [pscustomobject]@{ Url = 'https://ik.imagekit.io/x/1.jpg' } }
            @{ How = 'as the property Uri'; Value = [pscustomobject]@{ Uri = 'https://ik.imagekit.io/x/1.jpg' } }
            @{ How = 'as the property ImageUrl'; Value = [pscustomobject]@{ ImageUrl = 'https://ik.imagekit.io/x/1.jpg' } }
            @{ How = 'as the property Href'; Value = [pscustomobject]@{ Href = 'https://ik.imagekit.io/x/1.jpg' } }
        ) {
            ($Value | Get-IKMetadata).Url | Should -BeExactly 'https://ik.imagekit.io/x/1.jpg'
        }

        It 'asks for a file by its id' {
            $metadata = [pscustomobject]@{ FileId = 'id-1' } | Get-IKMetadata

            $metadata.FileId | Should -BeExactly 'id-1'
            $handler.Requests[0].Address | Should -BeExactly 'https://api.imagekit.io/v1/files/id-1/metadata'
        }

        It 'asks by URL and carries the id along where there are both' {
            $metadata = [pscustomobject]@{ Url = $picture; FileId = 'id-1' } | Get-IKMetadata

            $metadata.FileId | Should -BeExactly 'id-1'
            $metadata.Url | Should -BeExactly $picture
        }

        It 'asks once for each transformation' {
            $metadata = Get-IKMetadata $picture -Transformation 'w-100', 'w-400,h-300'

            $metadata.Url | Should -Be @("$picture`?tr=w-100", "$picture`?tr=w-400,h-300")
            $metadata.Transformation | Should -Be @('w-100', 'w-400,h-300')
        }

        It 'answers in the order of the input' {
            $urls = 1..50 | ForEach-Object { "https://ik.imagekit.io/x/$_.jpg" }

            ($urls | Get-IKMetadata -ThrottleLimit 16).Url | Should -Be $urls
        }

        It 'takes its own output again, after CLIXML too' {
            $metadata = Get-IKMetadata $picture
            $again = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($metadata))

            ($metadata | Get-IKMetadata).Url | Should -BeExactly $picture
            ($again | Get-IKMetadata).Url | Should -BeExactly $picture
            $again.Exif.Exif['FNumber'] | Should -Be 7.1
        }
    }

    Context 'with a failure' {
        It 'reports <Status> as <Id> and goes on' -ForEach @(
            @{ Status = 400; Id = 'BadRequest'; Category = 'InvalidArgument' }
            @{ Status = 404; Id = 'NotFound'; Category = 'ObjectNotFound' }
            @{ Status = 500; Id = 'ServerError'; Category = 'ResourceUnavailable' }
            @{ Status = 302; Id = 'UnexpectedResponse'; Category = 'InvalidData' }
        ) {
            $handler.Add('bad.jpg', @{ Status = $Status; Body = '{"message":"The service says why."}'; Headers = @{ 'x-ik-requestid' = 'id-42' } })
            $handler.Add('good.jpg', @{ Body = '{}' })

            $metadata = 'https://ik.imagekit.io/x/bad.jpg', 'https://ik.imagekit.io/x/good.jpg' |
                Get-IKMetadata -MaximumRetryCount 0 -ErrorAction SilentlyContinue -ErrorVariable failures

            $metadata.Url | Should -Be 'https://ik.imagekit.io/x/good.jpg'
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "$Id,ImageKit.Metadata.Commands.GetIKMetadataCommand"
            $failures[0].CategoryInfo.Category | Should -Be $Category
            $failures[0].TargetObject | Should -BeExactly 'https://ik.imagekit.io/x/bad.jpg'
            $failures[0].Exception.RequestId | Should -BeExactly 'id-42'
            $failures[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'says InvalidUrl of <_> and sends nothing for it' -ForEach '', 'a.jpg', '/tmp/a.jpg', 'ftp://ik.imagekit.io/a.jpg', 'https://user:pw@ik.imagekit.io/a.jpg' {
            $handler.Add('good.jpg', @{ Body = '{}' })

            $metadata = $_, 'https://ik.imagekit.io/x/good.jpg' | Get-IKMetadata -ErrorAction SilentlyContinue -ErrorVariable failures

            $metadata | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeExactly 'InvalidUrl,ImageKit.Metadata.Commands.GetIKMetadataCommand'
            $handler.Requests | Should -HaveCount 1
        }

        It 'tries again after a failure that can pass' {
            $handler.Add('url=', @(@{ Throw = 'No route to host.' }, @{ Body = '{"width":5}' }))

            (Get-IKMetadata $picture).Width | Should -Be 5
            $handler.Requests | Should -HaveCount 2
        }

        It 'waits as long as the rate limit asks, and is not counted as a retry' {
            $handler.Add('url=', @(@{ Status = 429; Headers = @{ 'X-RateLimit-Reset' = '50' } }, @{ Body = '{"width":5}' }))

            (Get-IKMetadata $picture -MaximumRetryCount 0).Width | Should -Be 5
        }

        It 'ends the pipeline where the key is refused' {
            $handler.Add('url=', @{ Status = 403; Body = '{"message":"Your account cannot be authenticated."}' })

            { 1..100 | ForEach-Object { "https://ik.imagekit.io/x/$_.jpg" } | Get-IKMetadata -ThrottleLimit 1 } |
                Should -Throw -ErrorId 'AuthenticationFailed,ImageKit.Metadata.Commands.GetIKMetadataCommand'
        }

        It 'ends the pipeline where nothing is connected' {
            Disconnect-IKAccount

            { Get-IKMetadata $picture } | Should -Throw -ErrorId 'NotConnected,ImageKit.Metadata.Commands.GetIKMetadataCommand'
        }

        It 'throws with -ErrorAction Stop' {
            $handler.Add('url=', @{ Status = 404 })

            { Get-IKMetadata $picture -ErrorAction Stop } |
                Should -Throw -ErrorId 'NotFound,ImageKit.Metadata.Commands.GetIKMetadataCommand'
        }
    }
}

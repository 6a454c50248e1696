BeforeAll {
    . "$PSScriptRoot/Setup.ps1"

    $command = 'ImageKit.Metadata.Commands.CompareIKTransformationCommand'
    $key = NewCredential 'private_pester'
    $url = 'https://ik.imagekit.io/demo/a.jpg'
    $second = 'https://ik.imagekit.io/demo/b.jpg'
}

Describe 'Compare-IKTransformation' {
    BeforeEach {
        $handler = NewHandler
        $connection = Connect-IKAccount -Credential $key -SkipVerification -PassThru -HttpMessageHandler $handler
        $handler.Add('gone.jpg', @{ Status = 404; Body = '{"message":"Gone."}'; Headers = @{ 'x-ik-requestid' = 'id-42' } })
        $handler.Add('tr=w-4,f-webp', @{ Body = '{"width":4,"height":3,"size":150,"format":"webp","pHash":"00000000000000f0"}' })
        $handler.Add('tr=q-30', @{ Body = '{"width":40,"height":30,"size":400,"format":"jpg","pHash":"00000000000000fe"}' })
        $handler.Add('tr=zz-1', @{ Status = 400; Body = '{"message":"invalid transformation"}' })
        $handler.Add('.jpg', @{ Body = '{"width":40,"height":30,"size":1000,"format":"jpg","pHash":"00000000000000ff"}' })
        $handler.Add('/v1/files/', @{ Body = '{"width":40,"height":30,"size":1000,"format":"jpg","pHash":"00000000000000ff"}' })
    }

    AfterEach {
        Disconnect-IKAccount
    }

    It 'puts the image and its transformation side by side' {
        $row = Compare-IKTransformation $url 'w-4,f-webp' -Connection $connection

        $row | Should -BeOfType ImageKit.Metadata.TransformationComparison
        $row.Url | Should -BeExactly $url
        $row.Transformation | Should -BeExactly 'w-4,f-webp'
        $row.TransformedUrl | Should -BeExactly "$url`?tr=w-4,f-webp"
        $row.OriginalSize | Should -Be 1000
        $row.Size | Should -Be 150
        $row.SavedBytes | Should -Be 850
        $row.SavedPercent | Should -Be 85
        $row.OriginalWidth | Should -Be 40
        $row.Width | Should -Be 4
        $row.Distance | Should -Be 4
        $row.OriginalFormat | Should -BeExactly 'jpg'
        $row.Format | Should -BeExactly 'webp'
    }

    It 'requests the original once' {
        $null = $url | Compare-IKTransformation -Transformation 'w-4,f-webp', 'q-30'

        $handler.Requests | Should -HaveCount 3
        @($handler.Requests | Where-Object { $_.Address -notlike '*tr=*' }) | Should -HaveCount 1
    }

    It 'chains to the transformation that a URL has' {
        (Compare-IKTransformation "$url`?tr=q-30" 'w-4,f-webp').TransformedUrl | Should -BeExactly "$url`?tr=q-30:w-4,f-webp"
    }

    It 'emits only summaries over all images with -Summary' {
        $rows = $url, $second | Compare-IKTransformation -Transformation 'w-4,f-webp', 'q-30' -Summary

        $rows | Should -HaveCount 2
        $rows[0] | Should -BeOfType ImageKit.Metadata.TransformationSummary
        $rows.Transformation | Should -Be 'w-4,f-webp', 'q-30'
        foreach ($summary in $rows) { $summary.Count | Should -Be 2 }
        $rows.OriginalSize | Should -Be 2000, 2000
        $rows.SavedBytes | Should -Be 1700, 1200
        $rows.WorstDistance | Should -Be 4, 1
        $rows[0].WorstUrl | Should -BeExactly "$url`?tr=w-4,f-webp"
    }

    It 'understands a transformation written as <_>' -ForEach '?tr=q-30', '/tr:q-30/', 'tr:q-30', 'q-30' {
        ($url | Compare-IKTransformation $_).TransformedUrl | Should -BeExactly "$url`?tr=q-30"
    }

    It 'refuses w400 before any request, with the closest form' {
        { $url, $second | Compare-IKTransformation 'w400' } | Should -Throw "*'w-400'*" -ErrorId "InvalidTransformation,$command"
        $handler.Requests | Should -HaveCount 0
    }

    Context 'its parameters' {
        It 'takes an image <How>' -ForEach @(
            @{ How = 'as a string'; Value = 'https://ik.imagekit.io/demo/a.jpg' }
            @{ How = 'as a Uri'; Value = [uri] 'https://ik.imagekit.io/demo/a.jpg' }
            @{ How = 'as the property Url'; Value = [pscustomobject]@{ Url = 'https://ik.imagekit.io/demo/a.jpg'; Comment = 'from a CSV' } }
            @{ How = 'as the property Uri'; Value = [pscustomobject]@{ Uri = 'https://ik.imagekit.io/demo/a.jpg' } }
            @{ How = 'as the property ImageUrl'; Value = [pscustomobject]@{ ImageUrl = 'https://ik.imagekit.io/demo/a.jpg' } }
            @{ How = 'as the property Href'; Value = [pscustomobject]@{ Href = 'https://ik.imagekit.io/demo/a.jpg' } }
        ) {
            ($Value | Compare-IKTransformation -Transformation 'q-30').Url | Should -BeExactly $url
        }

        It 'takes several by name' {
            (Compare-IKTransformation -Url $url, $second -Transformation 'q-30').Url | Should -Be $url, $second
        }

        It 'takes files, live and from CLIXML, and requests their originals by ID' {
            $file = [ImageKit.Metadata.MediaFile]@{ Url = $url; FileId = 'id-1' }

            foreach ($row in ($file | Compare-IKTransformation -Transformation 'q-30'), (ThroughClixml $file | Compare-IKTransformation -Transformation 'q-30')) {
                $row.FileId | Should -BeExactly 'id-1'
                $row.SavedBytes | Should -Be 600
            }

            @($handler.Requests | Where-Object { $_.Address -like '*/v1/files/id-1/metadata' }) | Should -HaveCount 2
        }

        It 'refuses an empty transformation' {
            { Compare-IKTransformation $url '' } | Should -Throw -ErrorId "InvalidTransformation,$command"
        }

        It 'completes transformations' {
            (Complete "Compare-IKTransformation x -Transformation 'w-400,f-w").CompletionText | Should -Be "'w-400,f-webp'"
        }
    }

    Context 'in a pipeline' {
        It 'emits results in the order of the input, image by image' {
            $urls = 1..20 | ForEach-Object { "https://ik.imagekit.io/demo/$_.jpg" }
            $rows = $urls | Compare-IKTransformation -Transformation 'w-4,f-webp', 'q-30' -ThrottleLimit 8

            $rows.Url | Should -Be ($urls | ForEach-Object { $_; $_ })
            $rows[0..3].Transformation | Should -Be 'w-4,f-webp', 'q-30', 'w-4,f-webp', 'q-30'
        }

        It 'emits nothing without input' {
            @() | Compare-IKTransformation -Transformation 'q-30' | Should -BeNullOrEmpty
        }

        It 'sends no more requests when the pipeline stops' {
            $rows = @(foreach ($once in 1) { 1..100 | ForEach-Object { "https://ik.imagekit.io/demo/$_.jpg" } | Compare-IKTransformation -Transformation 'q-30' -ThrottleLimit 1 | ForEach-Object { $_; break } })

            $rows | Should -HaveCount 1
            $handler.Requests.Count | Should -BeLessThan 200
        }

        It 'ends at Select-Object -First' {
            1..100 | ForEach-Object { "https://ik.imagekit.io/demo/$_.jpg" } | Compare-IKTransformation -Transformation 'q-30' -ThrottleLimit 1 | Select-Object -First 2 |
                Should -HaveCount 2
            $handler.Requests.Count | Should -BeLessThan 200
        }
    }

    Context 'with a failure' {
        It 'continues after a transformation that the service refuses' {
            $rows = Compare-IKTransformation $url 'zz-1', 'q-30' -ErrorAction SilentlyContinue -ErrorVariable failures

            $rows.Transformation | Should -Be 'q-30'
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "BadRequest,$command"
            $failures[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
            $failures[0].TargetObject | Should -BeExactly "$url`?tr=zz-1"
            $failures[0].Exception.Message | Should -BeLike '*invalid transformation*'
            $failures[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'reports once that an image does not exist, and continues with the next' {
            $gone = 'https://ik.imagekit.io/demo/gone.jpg'
            $rows = $gone, $url | Compare-IKTransformation -Transformation 'w-4,f-webp', 'q-30' -ErrorAction SilentlyContinue -ErrorVariable failures

            $rows.Url | Should -Be $url, $url
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "NotFound,$command"
            $failures[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $failures[0].TargetObject | Should -BeExactly $gone
            $failures[0].Exception.RequestId | Should -BeExactly 'id-42'
        }

        It 'reports InvalidUrl for <_> once and sends nothing for it' -ForEach '', 'a.jpg', 'ftp://ik.imagekit.io/a.jpg', 'https://user:pw@ik.imagekit.io/a.jpg' {
            $rows = $_, $url | Compare-IKTransformation -Transformation 'w-4,f-webp', 'q-30' -ErrorAction SilentlyContinue -ErrorVariable failures

            $rows | Should -HaveCount 2
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "InvalidUrl,$command"
            $handler.Requests | Should -HaveCount 3
        }

        It 'throws with -ErrorAction Stop' {
            { Compare-IKTransformation $url 'zz-1', 'q-30' -ErrorAction Stop } | Should -Throw -ErrorId "BadRequest,$command"
        }

        It 'leaves what failed out of the summary' {
            $summary = 'https://ik.imagekit.io/demo/gone.jpg', $url | Compare-IKTransformation -Transformation 'q-30' -Summary -ErrorAction SilentlyContinue

            $summary.Count | Should -Be 1
            $summary.SavedBytes | Should -Be 600
        }

        It 'ends the pipeline where the key is refused' {
            $refusing = NewHandler
            $refusing.Add('/v1/', @{ Status = 401; Body = '{"message":"Your account cannot be authenticated."}' })
            $refused = Connect-IKAccount -Credential $key -SkipVerification -PassThru -HttpMessageHandler $refusing

            { $url, $second | Compare-IKTransformation -Transformation 'q-30' -Connection $refused -ErrorAction SilentlyContinue } |
                Should -Throw -ErrorId "AuthenticationFailed,$command"
        }

        It 'ends the pipeline without a connection' {
            Disconnect-IKAccount

            { Compare-IKTransformation $url 'q-30' -ErrorAction SilentlyContinue } | Should -Throw -ErrorId "NotConnected,$command"
        }
    }

    It 'writes rows that come through CLIXML whole, and go on from there' {
        $rows = @(Compare-IKTransformation $url 'q-30'; Compare-IKTransformation $url 'q-30' -Summary)
        $again = $rows | ForEach-Object { ThroughClixml $_ }

        $again[0].SavedPercent | Should -Be 60
        $again[1].WorstUrl | Should -BeExactly "$url`?tr=q-30"
        ([ImageKit.Metadata.TransformationComparison] $again[0]).Distance | Should -Be 1
        ($again[0] | Get-IKMetadata).Url | Should -BeExactly $url
    }

    It 'is shown as a table' {
        $lines = (Show (Compare-IKTransformation $url 'w-4,f-webp')).Trim() -split '\r?\n'

        $lines[0] | Should -Match '^Transformation +Format +Original +Size +Saved +Distance +Image +Dimensions'
        $lines[2] | Should -Match '^w-4,f-webp +jpg . webp +1[.,]0 KB +150 B +85[.,]0 % +4 /demo/a\.jpg +40 x 30 . 4 x 3'
    }
}

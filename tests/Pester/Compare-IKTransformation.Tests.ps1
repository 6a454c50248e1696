BeforeAll {
    . "$PSScriptRoot/Setup.ps1"

    $key = NewCredential 'private_pester'
    $url = 'https://ik.imagekit.io/demo/a.jpg'
}

Describe 'Compare-IKTransformation' {
    BeforeEach {
        $handler = NewHandler
        $connection = Connect-IKAccount -Credential $key -SkipVerification -PassThru -HttpMessageHandler $handler
        $handler.Add('tr=w-4,f-webp', @{ Body = '{"width":4,"height":3,"size":150,"format":"webp","pHash":"00000000000000f0"}' })
        $handler.Add('tr=zz', @{ Status = 400; Body = '{"message":"invalid transformation"}' })
        $handler.Add('a.jpg', @{ Body = '{"width":40,"height":30,"size":1000,"format":"jpg","pHash":"00000000000000ff"}' })
    }

    It 'puts the picture and its transformation side by side' {
        $row = Compare-IKTransformation $url 'w-4,f-webp' -Connection $connection
        $row | Should -BeOfType ImageKit.Metadata.TransformationComparison
        $row.SavedBytes | Should -Be 850
        $row.SavedPercent | Should -Be 85
        $row.Distance | Should -Be 4
        $row.OriginalFormat | Should -Be 'jpg'
        $row.Format | Should -Be 'webp'
    }

    It 'asks for the original once' {
        [void]($url | Compare-IKTransformation -Transformation 'w-4,f-webp', 'tr=zz' -Connection $connection -ErrorAction SilentlyContinue)
        $handler.Requests | Should -HaveCount 3
        @($handler.Requests | Where-Object { $_.Address -notlike '*tr=*' }) | Should -HaveCount 1
    }

    It 'adds a summary' {
        $rows = Compare-IKTransformation $url 'w-4,f-webp' -Summary -Connection $connection
        $rows | Should -HaveCount 2
        $rows[1] | Should -BeOfType ImageKit.Metadata.TransformationSummary
        $rows[1].Count | Should -Be 1
        $rows[1].SavedBytes | Should -Be 850
        $rows[1].WorstUrl | Should -Be "$url`?tr=w-4,f-webp"
    }

    It 'goes on after a transformation that the service refuses' {
        $rows = Compare-IKTransformation $url 'zz', 'w-4,f-webp' -Connection $connection -ErrorVariable problems -ErrorAction SilentlyContinue
        $rows | Should -HaveCount 1
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -Be 'BadRequest,ImageKit.Metadata.Commands.CompareIKTransformationCommand'
    }
}

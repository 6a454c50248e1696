BeforeAll {
    . "$PSScriptRoot/Setup.ps1"

    $command = 'ImageKit.Metadata.Commands.ConnectIKAccountCommand'
}

Describe 'Connect-IKAccount' {
    BeforeEach {
        $handler = NewHandler
        $handler.Add('/v1/files?limit=1', @{ Body = '[]' })
        $key = NewCredential 'private_pester'
    }

    AfterEach {
        Disconnect-IKAccount
    }

    It 'checks the key with one request and writes nothing' {
        $output = Connect-IKAccount -Credential $key -HttpMessageHandler $handler

        $output | Should -BeNullOrEmpty
        $handler.Requests | Should -HaveCount 1
        $handler.Requests[0].Method | Should -BeExactly 'GET'
        $handler.Requests[0].Address | Should -BeExactly 'https://api.imagekit.io/v1/files?limit=1'
    }

    It 'sends the key as the user name, with no password' {
        Connect-IKAccount -Credential $key -HttpMessageHandler $handler

        $expected = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('private_pester:'))
        $handler.Requests[0].Authorization | Should -BeExactly "Basic $expected"
    }

    It 'keeps the connection for the other cmdlets' {
        Connect-IKAccount -Credential $key -HttpMessageHandler $handler
        $null = Get-IKFile

        $handler.Requests | Should -HaveCount 2
    }

    It 'emits the connection with -PassThru' {
        $connection = Connect-IKAccount -Credential $key -HttpMessageHandler $handler -PassThru

        $connection | Should -BeOfType ImageKit.Metadata.IKConnection
        $connection.Name | Should -BeExactly 'pester'
        $connection.IsVerified | Should -BeTrue
        $connection.KeySource | Should -BeExactly 'Connect-IKAccount'
        [object]::ReferenceEquals($connection, (Get-IKConnection)) | Should -BeTrue
    }

    It 'shows what it waits for' {
        $busy = NewHandler
        $busy.Add('/v1/files?limit=1', @(@{ Status = 429; Headers = @{ 'X-RateLimit-Reset' = '700' } }, @{ Body = '[]' }))

        $verbose = Connect-IKAccount -Credential $key -HttpMessageHandler $busy -Verbose 4>&1

        "$verbose" | Should -BeLike '*rate limit is reached*wait 0.7 s*'
        (Get-IKConnection).IsVerified | Should -BeTrue
    }

    It 'sends nothing with -SkipVerification' {
        $connection = Connect-IKAccount -Credential $key -HttpMessageHandler $handler -SkipVerification -PassThru

        $connection.IsVerified | Should -BeFalse
        $handler.Requests | Should -HaveCount 0
    }

    Context 'its parameters' {
        It 'takes a bare SecureString' {
            (Connect-IKAccount $key.Password -HttpMessageHandler $handler -PassThru).Name | Should -BeExactly 'ImageKit'
        }

        It 'takes a credential by position and by name' {
            (Connect-IKAccount $key -HttpMessageHandler $handler -PassThru).Name | Should -BeExactly 'pester'
            (Connect-IKAccount -Credential $key -HttpMessageHandler $handler -PassThru).Name | Should -BeExactly 'pester'
        }

        It 'takes credentials and SecureStrings from the pipeline' {
            $connections = $key, $key.Password | Connect-IKAccount -HttpMessageHandler $handler -PassThru

            $connections.Name | Should -BeExactly 'pester', 'ImageKit'
            [object]::ReferenceEquals($connections[1], (Get-IKConnection)) | Should -BeTrue -Because 'the last one is in force'
        }

        It 'takes the address <_>' -ForEach 'https://eu.example.com', 'http://127.0.0.1:8080', 'http://localhost:8080/' {
            $connection = Connect-IKAccount $key -ApiBaseUri $_ -HttpMessageHandler $handler -PassThru

            $connection.ApiBaseUri | Should -Be ([uri] $_)
            $handler.Requests[0].Uri | Should -BeLike "$($_.TrimEnd('/'))/v1/files*"
        }

        It 'takes no null for <_>' -ForEach 'ApiBaseUri' {
            $parameters = @{ $_ = $null }
            { Connect-IKAccount $key @parameters } | Should -Throw -ErrorId "ParameterArgumentValidationError,$command"
        }

        It 'offers no handler to the user' {
            (Complete 'Connect-IKAccount -').CompletionText | Should -Not -Contain '-HttpMessageHandler'
            (Complete 'Connect-IKAccount -').CompletionText | Should -Contain '-Credential'
        }
    }

    Context 'with a key that will not do' {
        It 'refuses one that the service does not accept (<_>), and keeps nothing' -ForEach 401, 403 {
            $refusing = NewHandler
            $refusing.Add('/v1/files', @{ Status = $_; Body = '{"message":"Your account cannot be authenticated."}'; Headers = @{ 'x-ik-requestid' = 'id-42' } })

            $record = { Connect-IKAccount -Credential $key -HttpMessageHandler $refusing -ErrorAction SilentlyContinue } |
                Should -Throw -ErrorId "AuthenticationFailed,$command" -ExpectedMessage '*cannot be authenticated*' -PassThru
            $record.CategoryInfo.Category | Should -Be 'AuthenticationError'
            $record.TargetObject | Should -Be ([uri] 'https://api.imagekit.io')
            $record.Exception.RequestId | Should -BeExactly 'id-42'
            $record.ErrorDetails.RecommendedAction | Should -BeLike '*dashboard*'
            Get-IKConnection | Should -BeNullOrEmpty
        }

        It 'does not accept an HTML page as a response, as a network with a log-in page sends it' {
            $portal = NewHandler
            $portal.Add('/v1/files', @{ Body = '<html>Welcome to the hotel</html>'; ContentType = 'text/html' })

            { Connect-IKAccount -Credential $key -HttpMessageHandler $portal } | Should -Throw -ErrorId "UnexpectedResponse,$command"
            Get-IKConnection | Should -BeNullOrEmpty
        }

        It 'leaves the connection in force alone' {
            $refusing = NewHandler
            $refusing.Add('/v1/files', @{ Status = 401 })
            $first = Connect-IKAccount $key -HttpMessageHandler $handler -PassThru

            { Connect-IKAccount $key -HttpMessageHandler $refusing } | Should -Throw -ErrorId "AuthenticationFailed,$command"
            [object]::ReferenceEquals($first, (Get-IKConnection)) | Should -BeTrue
        }

        It 'refuses an empty one' {
            $empty = [pscredential]::new('pester', [securestring]::new())

            $record = { Connect-IKAccount -Credential $empty -HttpMessageHandler $handler -ErrorAction SilentlyContinue } |
                Should -Throw -ErrorId "EmptyPrivateKey,$command" -PassThru
            $record.CategoryInfo.Category | Should -Be 'InvalidArgument'
            $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'refuses <Because>, sends nothing and does not repeat it' -ForEach @(
            @{ Because = 'a public key'; Text = 'public_pester' }
            @{ Because = 'a URL'; Text = 'https://ik.imagekit.io/demo' }
            @{ Because = 'two keys'; Text = 'private_1 private_2' }
        ) {
            $wrong = NewCredential $Text
            $record = { Connect-IKAccount $wrong -HttpMessageHandler $handler -ErrorAction SilentlyContinue } |
                Should -Throw -ErrorId "InvalidPrivateKey,$command" -PassThru

            $record.CategoryInfo.Category | Should -Be 'InvalidArgument'
            $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            "$record" | Should -Not -Match ([regex]::Escape($Text))
            $handler.Requests | Should -HaveCount 0
        }

        It 'takes blanks around it away, with a warning' {
            Connect-IKAccount (NewCredential " private_pester`n") -HttpMessageHandler $handler -WarningAction SilentlyContinue -WarningVariable warnings

            $warnings | Should -HaveCount 1
            $handler.Requests[0].Authorization | Should -BeExactly "Basic $([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('private_pester:')))"
        }
    }

    Context 'with a service that will not do' {
        It 'refuses the address <_>' -ForEach 'http://api.imagekit.io', 'ftp://127.0.0.1', 'https://user:pw@api.imagekit.io' {
            $record = { Connect-IKAccount -Credential $key -HttpMessageHandler $handler -ApiBaseUri $_ -ErrorAction SilentlyContinue } |
                Should -Throw -ErrorId "InvalidApiBaseUri,$command" -PassThru
            $record.CategoryInfo.Category | Should -Be 'InvalidArgument'
            $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            $handler.Requests | Should -HaveCount 0
        }

        It 'reports <Id> after three attempts' -ForEach @(
            @{ Id = 'ConnectionFailed'; Category = 'ConnectionError'; Answer = @{ Throw = 'No route to host.' } }
            @{ Id = 'ServerError'; Category = 'ResourceUnavailable'; Answer = @{ Status = 503 } }
        ) {
            $failing = NewHandler
            $failing.Add('/v1/files', $Answer)

            $record = { Connect-IKAccount $key -HttpMessageHandler $failing -ErrorAction SilentlyContinue } | Should -Throw -ErrorId "$Id,$command" -PassThru
            $record.CategoryInfo.Category | Should -Be $Category
            $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            $failing.Requests | Should -HaveCount 3
            Get-IKConnection | Should -BeNullOrEmpty
        }
    }
}

BeforeAll {
    . "$PSScriptRoot/Setup.ps1"
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
        $handler.Requests[0].Address | Should -BeExactly 'https://api.imagekit.io/v1/files?limit=1'
    }

    It 'sends the key as the user name, with no password' {
        Connect-IKAccount -Credential $key -HttpMessageHandler $handler

        $expected = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('private_pester:'))
        $handler.Requests[0].Authorization | Should -BeExactly "Basic $expected"
    }

    It 'emits the connection with -PassThru' {
        $connection = Connect-IKAccount -Credential $key -HttpMessageHandler $handler -PassThru

        $connection | Should -BeOfType ImageKit.Metadata.IKConnection
        $connection.Name | Should -BeExactly 'pester'
        $connection.IsVerified | Should -BeTrue
        $connection.KeySource | Should -BeExactly 'Connect-IKAccount'
    }

    It 'takes a bare SecureString' {
        (Connect-IKAccount $key.Password -HttpMessageHandler $handler -PassThru).Name | Should -BeExactly 'ImageKit'
    }

    It 'takes a credential from the pipeline' {
        ($key | Connect-IKAccount -HttpMessageHandler $handler -PassThru).Name | Should -BeExactly 'pester'
    }

    It 'sends nothing with -SkipVerification' {
        $connection = Connect-IKAccount -Credential $key -HttpMessageHandler $handler -SkipVerification -PassThru

        $connection.IsVerified | Should -BeFalse
        $handler.Requests | Should -HaveCount 0
    }

    It 'refuses a key that the service does not accept (<_>), and keeps nothing' -ForEach 401, 403 {
        $refusing = NewHandler
        $refusing.Add('/v1/files', @{ Status = $_; Body = '{"message":"Your account cannot be authenticated."}' })

        { Connect-IKAccount -Credential $key -HttpMessageHandler $refusing } |
            Should -Throw -ErrorId 'AuthenticationFailed,ImageKit.Metadata.Commands.ConnectIKAccountCommand' -ExpectedMessage '*cannot be authenticated*'
        Get-IKConnection | Should -BeNullOrEmpty
    }

    It 'refuses the address <_>' -ForEach 'http://api.imagekit.io', 'ftp://127.0.0.1', 'https://user:pw@api.imagekit.io' {
        { Connect-IKAccount -Credential $key -HttpMessageHandler $handler -ApiBaseUri $_ } |
            Should -Throw -ErrorId 'InvalidApiBaseUri,ImageKit.Metadata.Commands.ConnectIKAccountCommand'
        $handler.Requests | Should -HaveCount 0
    }

    It 'refuses a credential without a key' {
        $empty = [pscredential]::new('pester', [securestring]::new())

        { Connect-IKAccount -Credential $empty -HttpMessageHandler $handler } |
            Should -Throw -ErrorId 'EmptyPrivateKey,ImageKit.Metadata.Commands.ConnectIKAccountCommand'
    }
}

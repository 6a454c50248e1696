BeforeAll {
    . "$PSScriptRoot/Setup.ps1"
}

Describe 'Get-IKConnection' {
    AfterEach {
        Disconnect-IKAccount
    }

    It 'emits nothing without a connection' {
        Get-IKConnection -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'shows the connection in force' {
        Connect-IKAccount -Credential (NewCredential 'private_pester') -HttpMessageHandler (NewHandler) -SkipVerification

        $connection = Get-IKConnection
        $connection | Should -HaveCount 1
        $connection | Should -BeOfType ImageKit.Metadata.IKConnection
        $connection.Name | Should -BeExactly 'pester'
        $connection.ApiBaseUri.AbsoluteUri | Should -BeExactly 'https://api.imagekit.io/'
        $connection.KeySource | Should -BeExactly 'Connect-IKAccount'
        $connection.IsVerified | Should -BeFalse
        $connection.ConnectedAt.Kind | Should -BeExactly 'Utc'
    }

    It 'shows the last one made' {
        $null = Connect-IKAccount -Credential (NewCredential 'private_1') -HttpMessageHandler (NewHandler) -SkipVerification
        $second = Connect-IKAccount -Credential (NewCredential 'private_2') -HttpMessageHandler (NewHandler) -SkipVerification -PassThru

        [object]::ReferenceEquals((Get-IKConnection), $second) | Should -BeTrue
    }

    It 'can be piped to the other cmdlets' {
        $handler = NewHandler
        $handler.Add('/v1/files?', @{ Body = '[]' })
        Connect-IKAccount -Credential (NewCredential 'private_pester') -HttpMessageHandler $handler -SkipVerification

        $null = Get-IKFile -Connection (Get-IKConnection)
        Get-IKConnection | Disconnect-IKAccount

        $handler.Requests | Should -HaveCount 1
        Get-IKConnection | Should -BeNullOrEmpty
    }

    Context 'with a key in the environment' {
        BeforeEach {
            [Environment]::SetEnvironmentVariable('IMAGEKIT_PRIVATE_KEY', 'private_environment')
        }

        AfterEach {
            [Environment]::SetEnvironmentVariable('IMAGEKIT_PRIVATE_KEY', $null)
        }

        It 'shows where the key came from, and not the key' {
            $connection = Get-IKConnection

            $connection.KeySource | Should -BeExactly 'IMAGEKIT_PRIVATE_KEY'
            [System.Management.Automation.PSSerializer]::Serialize($connection, 5) | Should -Not -Match 'private_environment'
        }

        It 'shows the one that was made, if there is one' {
            Connect-IKAccount -Credential (NewCredential 'private_pester') -HttpMessageHandler (NewHandler) -SkipVerification

            (Get-IKConnection).KeySource | Should -BeExactly 'Connect-IKAccount'
        }
    }

    It 'never shows the key' {
        Connect-IKAccount -Credential (NewCredential 'private_pester') -HttpMessageHandler (NewHandler) -SkipVerification

        $connection = Get-IKConnection
        foreach ($text in "$connection", [System.Management.Automation.PSSerializer]::Serialize($connection, 5)) {
            $text | Should -Not -Match 'private_pester'
            $text | Should -Not -Match ([regex]::Escape([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('private_pester:'))))
        }
    }

    It 'is shown as a table, without the key' {
        Connect-IKAccount -Credential (NewCredential 'private_pester') -HttpMessageHandler (NewHandler) -SkipVerification

        $lines = (Show (Get-IKConnection)).Trim() -split '\r?\n'
        $lines[0] | Should -Match '^Name +ApiBaseUri +KeySource +Verified +Connected \(local\)'
        $lines[2] | Should -Match '^pester +https://api\.imagekit\.io/ +Connect-IKAccount +False'
        foreach ($text in (Show (Get-IKConnection | Format-List *)), (Get-IKConnection | ConvertTo-Json -Depth 5)) {
            $text | Should -Not -Match 'private_'
        }
    }
}

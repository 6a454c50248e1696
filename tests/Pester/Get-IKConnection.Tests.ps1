BeforeAll {
    . "$PSScriptRoot/Setup.ps1"
}

Describe 'Get-IKConnection' {
    AfterEach {
        Disconnect-IKAccount
    }

    It 'writes nothing where there is no connection' {
        Get-IKConnection | Should -BeNullOrEmpty
    }

    It 'shows the connection in force' {
        Connect-IKAccount -Credential (NewCredential 'private_pester') -HttpMessageHandler (NewHandler) -SkipVerification

        $connection = Get-IKConnection
        $connection | Should -HaveCount 1
        $connection.Name | Should -BeExactly 'pester'
        $connection.ApiBaseUri.AbsoluteUri | Should -BeExactly 'https://api.imagekit.io/'
        $connection.ConnectedAt.Kind | Should -BeExactly 'Utc'
    }

    It 'shows the last one made' {
        $null = Connect-IKAccount -Credential (NewCredential 'private_1') -HttpMessageHandler (NewHandler) -SkipVerification
        $second = Connect-IKAccount -Credential (NewCredential 'private_2') -HttpMessageHandler (NewHandler) -SkipVerification -PassThru

        [object]::ReferenceEquals((Get-IKConnection), $second) | Should -BeTrue
    }

    It 'never shows the key' {
        Connect-IKAccount -Credential (NewCredential 'private_pester') -HttpMessageHandler (NewHandler) -SkipVerification

        $connection = Get-IKConnection
        foreach ($text in "$connection", [System.Management.Automation.PSSerializer]::Serialize($connection, 5)) {
            $text | Should -Not -Match 'private_pester'
            $text | Should -Not -Match ([regex]::Escape([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('private_pester:'))))
        }
    }
}

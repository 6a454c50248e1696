BeforeAll {
    . "$PSScriptRoot/Setup.ps1"
}

Describe 'Disconnect-IKAccount' {
    BeforeEach {
        $connection = Connect-IKAccount -Credential (NewCredential 'private_pester') -HttpMessageHandler (NewHandler) -SkipVerification -PassThru
    }

    AfterEach {
        Disconnect-IKAccount
    }

    It 'forgets the connection and writes nothing' {
        Disconnect-IKAccount | Should -BeNullOrEmpty
        Get-IKConnection | Should -BeNullOrEmpty
    }

    It 'may be called twice' {
        Disconnect-IKAccount
        { Disconnect-IKAccount -ErrorAction Stop } | Should -Not -Throw
    }

    It 'closes the connection for those who hold it' {
        Disconnect-IKAccount

        { Get-IKMetadata https://ik.imagekit.io/x/a.jpg -Connection $connection } |
            Should -Throw -ErrorId 'NotConnected,ImageKit.Metadata.Commands.GetIKMetadataCommand'
    }

    It 'closes the connection it is given and leaves the one in force' {
        $second = Connect-IKAccount -Credential (NewCredential 'private_2') -HttpMessageHandler (NewHandler) -SkipVerification -PassThru

        $connection | Disconnect-IKAccount

        [object]::ReferenceEquals((Get-IKConnection), $second) | Should -BeTrue
    }
}

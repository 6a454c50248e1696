BeforeAll {
    . "$PSScriptRoot/Setup.ps1"

    $command = 'ImageKit.Metadata.Commands.DisconnectIKAccountCommand'
}

Describe 'Disconnect-IKAccount' {
    BeforeEach {
        $connection = Connect-IKAccount -Credential (NewCredential 'private_pester') -HttpMessageHandler (NewHandler) -SkipVerification -PassThru
    }

    AfterEach {
        Disconnect-IKAccount
    }

    It 'removes the connection and emits nothing' {
        Disconnect-IKAccount | Should -BeNullOrEmpty
        Get-IKConnection | Should -BeNullOrEmpty
    }

    It 'may be called twice' {
        Disconnect-IKAccount
        { Disconnect-IKAccount -ErrorAction Stop } | Should -Not -Throw
    }

    It 'closes the connection for those who hold it' {
        Disconnect-IKAccount

        $record = { Get-IKMetadata https://ik.imagekit.io/x/a.jpg -Connection $connection } |
            Should -Throw -ErrorId 'NotConnected,ImageKit.Metadata.Commands.GetIKMetadataCommand' -PassThru
        $record.CategoryInfo.Category | Should -Be 'AuthenticationError'
        $record.ErrorDetails.RecommendedAction | Should -BeLike '*Connect-IKAccount*'
    }

    Context 'with connections' {
        BeforeEach {
            $second = Connect-IKAccount -Credential (NewCredential 'private_2') -HttpMessageHandler (NewHandler) -SkipVerification -PassThru
        }

        It 'closes the one it is given <_>, and leaves the one in force' -ForEach 'by position', 'by name', 'from the pipeline' {
            switch ($_) {
                'by position' { Disconnect-IKAccount $connection }
                'by name' { Disconnect-IKAccount -Connection $connection }
                'from the pipeline' { $connection | Disconnect-IKAccount }
            }

            [object]::ReferenceEquals((Get-IKConnection), $second) | Should -BeTrue
            { Get-IKFile -Connection $connection } | Should -Throw -ErrorId 'NotConnected,ImageKit.Metadata.Commands.GetIKFileCommand'
        }

        It 'closes several' {
            $connection, $second | Disconnect-IKAccount

            Get-IKConnection | Should -BeNullOrEmpty
            foreach ($each in $connection, $second) {
                { Get-IKFile -Connection $each } | Should -Throw -ErrorId 'NotConnected,ImageKit.Metadata.Commands.GetIKFileCommand'
            }
        }
    }

    It 'refuses null instead of a connection' {
        { Disconnect-IKAccount $null } | Should -Throw -ErrorId "ParameterArgumentValidationError,$command"
        Get-IKConnection | Should -Not -BeNullOrEmpty
    }

    It 'refuses an object that is not a connection, and one that came through CLIXML' {
        { Disconnect-IKAccount 'pester' } | Should -Throw -ErrorId "CannotConvertArgumentNoMessage,$command"
        { Disconnect-IKAccount (ThroughClixml $connection) } | Should -Throw -ErrorId "CannotConvertArgumentNoMessage,$command"
        Get-IKConnection | Should -Not -BeNullOrEmpty
    }
}

# What the stand-in must do as Pester does. The first word of each test's name is its expected result;
# the stand-in is held to it always, the real Pester wherever there is one.

$fileVariable = 'discovery'
function Get-FileFunction { 'discovery' }

BeforeDiscovery {
    $discovered = 'discovery'
    $cases = @(
        @{ Number = 1; Text = 'one' }
        @{ Number = 2; Text = 'two' }
    )
}

BeforeAll {
    $fromFile = 'file'
    function Get-Greeting($Name) { "Hello, $Name" }
}

AfterAll {
    $fromFile | Should -Be 'file'
}

Describe 'Scopes' {
    BeforeAll {
        $fromBlock = 'block'
        $list = [System.Collections.Generic.List[string]]::new()
    }

    It 'Passed: the variables and functions of BeforeAll are seen' {
        $fromFile | Should -Be 'file'
        $fromBlock | Should -Be 'block'
        Get-Greeting World | Should -BeExactly 'Hello, World'
        $fromBlock = 'changed'
        $fromTest = 'test'
        $fromBlock | Should -Be 'changed'
        $fromTest | Should -Be 'test'
    }

    It 'Passed: what another test assigned is not seen' {
        $fromBlock | Should -Be 'block'
        $fromTest | Should -BeNullOrEmpty
    }

    It 'Passed: the variables of discovery are not seen' {
        $fileVariable | Should -BeNullOrEmpty
        $discovered | Should -BeNullOrEmpty
        $cases | Should -BeNullOrEmpty
        { Get-FileFunction } | Should -Throw -ErrorId 'CommandNotFoundException'
    }

    It 'Failed: an unknown command ends a test' {
        Get-NoSuchThing
        $true | Should -BeTrue
    }

    It 'Passed: a non-terminating error does not end a test' {
        Get-Command -Name No-SuchCommand -ErrorAction SilentlyContinue
        $ExecutionContext.InvokeCommand | Should -Not -BeNullOrEmpty
    }

    It 'Failed: an error that ends a statement ends a test' {
        [int]::Parse('x')
    }

    It 'Passed: an empty test' { }

    It 'Passed: $PSScriptRoot is the folder of the file' {
        [IO.Path]::GetFileName($PSScriptRoot) | Should -Be 'Samples'
    }

    Context 'Order' {
        BeforeAll { $fromContext = 'context' }
        BeforeEach { $list.Add('inner before'); $each = $list.Count }
        AfterEach { $list.Add('inner after') }

        It 'Passed: the setups run in the test''s scope' {
            $each | Should -Be $list.Count
            $fromContext | Should -Be 'context'
            $list[-1] | Should -Be 'inner before'
        }

        It 'Passed: the teardown of the test before ran' {
            $list | Should -Be @('inner before', 'inner after', 'inner before')
        }
    }

    It 'Passed: the setups of an inner block are not those of this one' {
        $list | Should -HaveCount 4
        $fromContext | Should -BeNullOrEmpty
    }
}

Describe 'Nested setups' {
    BeforeAll { $order = [System.Collections.Generic.List[string]]::new() }
    BeforeEach { $order.Add('+outer') }
    AfterEach { $order.Add('-outer') }

    Context 'Inner' {
        BeforeEach { $order.Add('+inner') }
        AfterEach { $order.Add('-inner') }

        It 'Failed: but its teardowns run' { throw 'on purpose' }

        It 'Passed: outer setups first, inner teardowns first' {
            $order | Should -Be @('+outer', '+inner', '-inner', '-outer', '+outer', '+inner')
        }
    }
}

Describe 'A setup that fails' {
    BeforeAll { throw 'on purpose' }

    It 'Failed: since its block''s setup failed' { }

    Context 'Inner' {
        It 'Failed: since an outer setup failed' { }
    }
}

Describe 'Each setup that fails' {
    BeforeEach { throw 'on purpose' }

    It 'Failed: before the test' { }
}

Describe 'Each teardown that fails' {
    AfterEach { throw 'on purpose' }

    It 'Failed: after the test' { }
}

Describe 'Preferences of a setup' {
    BeforeAll {
        Set-StrictMode -Version Latest
        $ErrorActionPreference = 'Stop'
    }

    It 'Passed: strict mode holds in its tests' {
        { $noSuchVariable } | Should -Throw -ErrorId 'VariableIsUndefined'
        { @(1)[5] } | Should -Throw -ErrorId 'System.IndexOutOfRangeException'
    }

    It 'Passed: strict mode is not for Should' {
        @() | Should -BeNullOrEmpty
        @{} | Should -BeNullOrEmpty
        @() | Should -HaveCount 0
        5 | Should -Not -BeNullOrEmpty
        5 | Should -HaveCount 1
        5 | Should -Be @(5)
        { throw 'on purpose' } | Should -Throw
    }

    It 'Failed: and so does the error action' {
        Get-Command -Name No-SuchCommand
        $true | Should -BeTrue
    }
}

Describe 'Preferences of another block' {
    It 'Passed: are none of its own' {
        { $noSuchVariable } | Should -Not -Throw
    }
}

Describe 'Cases of <Text>' -ForEach $cases {
    BeforeAll { $double = 2 * $Number }

    It 'Passed: a hashtable''s keys are variables (<Number>, <Text>)' {
        $double | Should -Be ($_.Number * 2)
        $Text | Should -BeIn 'one', 'two'
    }

    It 'Passed: cases within cases (<Text> <_>)' -ForEach 'a', 'b' {
        $_ | Should -BeIn 'a', 'b'
        $Number | Should -BeGreaterThan 0
    }

    It 'Passed: properties (<case.Name>)' -TestCases @(@{ Case = @{ Name = 'n' } }) {
        $case.Name | Should -Be 'n'
    }
}

Describe 'Plain cases <_>' -ForEach 1, 2 {
    It 'Passed: the block''s case is $_ (<_>)' { $_ | Should -BeIn 1, 2 }

    It 'Passed: an escaped `<bracket`>' { }
}

Describe 'Skips' {
    It 'Skipped: by its switch' -Skip { throw 'never run' }

    It 'Skipped: by itself' {
        Set-ItResult -Skipped -Because 'it says so'
        throw 'never run'
    }

    It 'Skipped: each case' -Skip -ForEach 1, 2 { throw 'never run' }

    Context 'A block' -Skip {
        BeforeAll { throw 'never run' }

        It 'Skipped: with its block' { throw 'never run' }
    }

    Context 'All of its tests' {
        BeforeAll { throw 'never run' }

        It 'Skipped: so the setup does not run' -Skip { }
    }
}

Describe 'Should' {
    It 'Passed: -Be' {
        'ABC' | Should -Be 'abc'
        'ABC' | Should -Not -BeExactly 'abc'
        1 | Should -Be '1'
        1, 2 | Should -Be 1, 2
        1, 2 | Should -Not -Be 2, 1
        1, 2 | Should -Not -Be 1
        , @(1, @(2, 3)) | Should -Not -Be @(1, 2)
        @() | Should -Be @()
        $null | Should -Be $null
        '' | Should -Not -Be $null
        $null | Should -Not -Be 0
    }

    It 'Passed: truth and types' {
        1 | Should -BeTrue
        0 | Should -BeFalse
        '' | Should -Not -BeTrue
        5 | Should -BeOfType [int]
        5 | Should -BeOfType ([ValueType])
        1, 2 | Should -BeOfType int
        $null | Should -Not -BeOfType string
    }

    It 'Passed: nothing' {
        $null | Should -BeNullOrEmpty
        '' | Should -BeNullOrEmpty
        @() | Should -BeNullOrEmpty
        @{} | Should -BeNullOrEmpty
        0 | Should -Not -BeNullOrEmpty
        1, 2 | Should -Not -BeNullOrEmpty
    }

    It 'Passed: collections' {
        1, 2 | Should -HaveCount 2
        'x' | Should -HaveCount 1
        @() | Should -HaveCount 0
        'a', 'b' | Should -Contain 'B'
        'a', 'b' | Should -Not -Contain 'c'
        'a' | Should -BeIn 'A', 'b'
    }

    It 'Passed: text' {
        'Hello' | Should -Match '^h'
        'Hello' | Should -MatchExactly '^H'
        'Hello' | Should -Not -MatchExactly '^h'
        'Hello' | Should -BeLike 'h*o'
        'Hello' | Should -Not -BeLikeExactly 'h*o'
    }

    It 'Passed: order' {
        2 | Should -BeGreaterThan 1
        2 | Should -BeGreaterOrEqual 2
        1 | Should -BeLessThan 2
        2 | Should -BeLessOrEqual 2
        1 | Should -Not -BeGreaterThan 1
        1, 2 | Should -BeLessThan 3
    }

    It 'Passed: -Throw' {
        { throw 'The message' } | Should -Throw
        { throw 'The message' } | Should -Throw 'the*'
        { throw 'The message' } | Should -Throw -ExpectedMessage '*message' -ExceptionType ([System.Management.Automation.RuntimeException])
        { [int]::Parse('x') } | Should -Throw -ErrorId 'FormatException'
        { Get-Command No-SuchCommand -ErrorAction Stop } | Should -Throw -ErrorId 'CommandNotFoundException,*'
        { Get-Command No-SuchCommand -ErrorAction SilentlyContinue } | Should -Not -Throw
        $expected = 'The message'
        $actual = 'The message'
        $record = { throw $actual } | Should -Throw $expected -PassThru
        $record | Should -BeOfType ([System.Management.Automation.ErrorRecord])
        $record.Exception.Message | Should -Be 'The message'
    }

    It 'Passed: a block under -Throw has its own scope' {
        $value = 'outer'
        { $value = 'inner' } | Should -Not -Throw
        $value | Should -Be 'outer'
    }

    It 'Failed: -Be' { 1 | Should -Be 2 }
    It 'Failed: -Not -Be' { 1 | Should -Not -Be 1 }
    It 'Failed: -BeExactly' { 'A' | Should -BeExactly 'a' }
    It 'Failed: -BeTrue' { 0 | Should -BeTrue }
    It 'Failed: -BeFalse' { 1 | Should -BeFalse }
    It 'Failed: -BeNullOrEmpty' { 0 | Should -BeNullOrEmpty }
    It 'Failed: -Not -BeNullOrEmpty' { @() | Should -Not -BeNullOrEmpty }
    It 'Failed: -BeOfType' { 'x' | Should -BeOfType [int] }
    It 'Failed: -BeOfType for one of many' { 1, 'x' | Should -BeOfType [int] }
    It 'Failed: -HaveCount' { 1, 2 | Should -HaveCount 3 }
    It 'Failed: -Contain' { 1, 2 | Should -Contain 3 }
    It 'Failed: -BeIn' { 3 | Should -BeIn 1, 2 }
    It 'Failed: -Match' { 'Hello' | Should -Match 'x' }
    It 'Failed: -MatchExactly' { 'Hello' | Should -MatchExactly 'h' }
    It 'Failed: -BeLike' { 'Hello' | Should -BeLike 'ello' }
    It 'Failed: -BeGreaterThan' { 1 | Should -BeGreaterThan 1 }
    It 'Failed: -BeGreaterOrEqual' { 1 | Should -BeGreaterOrEqual 2 }
    It 'Failed: -BeLessThan' { 1 | Should -BeLessThan 1 }
    It 'Failed: -BeLessOrEqual' { 2 | Should -BeLessOrEqual 1 }
    It 'Failed: -Throw, nothing thrown' { { 1 } | Should -Throw }
    It 'Failed: -Throw, another message' { { throw 'a' } | Should -Throw 'b' }
    It 'Failed: -Throw, another id' { { throw 'a' } | Should -Throw -ErrorId 'b' }
    It 'Failed: -Throw, another type' { { throw 'a' } | Should -Throw -ExceptionType ([System.ArgumentException]) }
    It 'Failed: -Not -Throw' { { throw 'a' } | Should -Not -Throw }
    It 'Failed: -Throw without a script block' { 1 | Should -Throw }
    It 'Failed: -Because' { 1 | Should -Be 2 -Because 'they differ' }
    It 'Failed: an unknown operator' { 1 | Should -BeSomethingElse 2 }
}

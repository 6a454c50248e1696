@{
    ExcludeRules = @(
        # What a setup of a Pester file assigns, the tests use: the rule looks at one script block alone.
        'PSUseDeclaredVarsMoreThanAssignments'
    )
}

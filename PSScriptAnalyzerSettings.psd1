@{
    ExcludeRules = @(
        # build.ps1 talks to the person who runs it.
        'PSAvoidUsingWriteHost'
    )
}

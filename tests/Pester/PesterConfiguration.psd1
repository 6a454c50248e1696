# For the real Pester, 5 or later. The caller sets Run.Path, since a path in here would hang on the current directory.
@{
    # A failed test fails the build, not only the report.
    Run    = @{ Throw = $true }
    Output = @{ Verbosity = 'Normal' }
}

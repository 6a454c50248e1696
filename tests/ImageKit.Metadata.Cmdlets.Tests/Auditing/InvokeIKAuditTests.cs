using System.Management.Automation;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Auditing;

public sealed class InvokeIKAuditTests : IDisposable
{
    private const string Url = "https://ik.imagekit.io/demo/a.jpg";

    private readonly Shell _shell = new(width: 160);
    private readonly string _folder = Directory.CreateTempSubdirectory("audit").FullName;

    public InvokeIKAuditTests()
    {
        _shell["image"] = Complete(new ImageMetadata { Url = Url, FileId = "abc", Size = 9_000_000, Quality = 99, Exif = { Latitude = 52.3702, Longitude = 4.8952 } });
        _shell["folder"] = _folder;
    }

    public void Dispose()
    {
        _shell.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Metadata_goes_in_and_findings_come_out()
    {
        IReadOnlyList<AuditFinding> findings = _shell.Run("$image | Invoke-IKAudit").Succeeded().OutputAs<AuditFinding>();
        Assert.Equal(["GpsLocation", "OversizedFile", "ExcessiveQuality"], findings.Select(finding => finding.RuleName));
        Assert.All(findings, finding => Assert.Equal((Url, "abc"), (finding.Url, finding.FileId)));
        Assert.Equal(6, _shell.Run("Invoke-IKAudit -InputObject $image, $image").Succeeded().Output.Count);
        Assert.Equal(6, _shell.Run(", [Collections.Generic.List[object]] ($image, $image) | Invoke-IKAudit").Succeeded().Output.Count);
        Assert.Empty(_shell.Run("Invoke-IKAudit -InputObject @()").Succeeded().Output);
    }

    [Theory]
    [InlineData("-IncludeRule Gps*", "GpsLocation")]
    [InlineData("-ExcludeRule gps*, *File", "ExcessiveQuality")]
    [InlineData("-Severity Information", "ExcessiveQuality")]
    [InlineData("-Settings @{ IncludeRules = 'GpsLocation' }", "GpsLocation")]
    [InlineData("-Settings @{ IncludeRules = 'GpsLocation' } -IncludeRule OversizedFile", "OversizedFile")]
    [InlineData("-Settings @{ Severity = 'Information' }", "ExcessiveQuality")]
    [InlineData("-Settings @{ ExcludeRules = @('Gps*', 'Excess*'); Rules = @{ OversizedFile = @{ MaximumBytes = 8MB } } }", "OversizedFile")]
    [InlineData("-Settings @{ ExcludeRules = @('Gps*', 'Excess*'); Rules = @{ OversizedFile = @{ MaximumBytes = 9MB } } }", "")]
    [InlineData("-IncludeRule (Get-IKAuditRule Gps*)", "GpsLocation")]
    public void Settings_choose_the_rules(string arguments, string expected) =>
        Assert.Equal(expected, string.Join(',', _shell.Run($"$image | Invoke-IKAudit {arguments}").Succeeded().OutputAs<AuditFinding>().Select(finding => finding.RuleName)));

    [Theory]
    [InlineData("-IncludeRule GpsLocaton", "Did you mean 'GpsLocation'?")]
    [InlineData("-Settings @{ Rule = @{} }", "Did you mean 'Rules'?")]
    [InlineData("-Settings @{ Rules = @{ OversizedFile = @{ MaxBytes = 1 } } }", "Did you mean 'MaximumBytes'?")]
    [InlineData("-Settings @{ Rules = @{ OversizedFil = @{ MaximumBytes = 1 } } }", "Did you mean 'OversizedFile'?")]
    [InlineData("-Settings @{ Severity = 'Fatal' }", "is not a valid severity")]
    [InlineData("-Settings 5", "hashtable or the path")]
    [InlineData("-Settings nosuchfile.psd1", "The file '")]
    [InlineData("-Settings ([IO.Path]::GetTempPath())", "is a folder")]
    [InlineData("-Settings @{ Rules = @{ Mine = @{ Script = { 1 }; Severty = 'Error' } } }", "Did you mean 'Severity'?")]
    public void What_does_not_exist_is_an_error_that_names_the_nearest(string arguments, string expected)
    {
        ErrorRecord? error = _shell.Run($"$image | Invoke-IKAudit {arguments}").TerminatingError;
        Assert.StartsWith("InvalidAuditSettings,", error?.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(expected, error!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_settings_file_is_data_with_custom_rules_in_it()
    {
        string file = Write("rules.psd1", """
            @{
                IncludeRules = @('OversizedFile', 'Named*', 'Short')
                Rules = @{
                    OversizedFile = @{ MaximumBytes = 2MB; Severity = 'Error' }
                    NamedWell = @{ Severity = 'Information'; Recommendation = 'Rename it.'; Script = { param($image) "url $($image.Url)"; "size $($_.Size)" } }
                    Short = { if ($_.Width -eq 7) { 'seven' } }
                }
            }
            """);
        _shell["file"] = file;
        IReadOnlyList<AuditFinding> findings = _shell.Run("$image | Invoke-IKAudit -Settings $file").Succeeded().OutputAs<AuditFinding>();
        Assert.Equal(["OversizedFile Error", "NamedWell Information", "NamedWell Information"], findings.Select(finding => $"{finding.RuleName} {finding.Severity}"));
        Assert.Equal(["url " + Url, "size 9000000"], findings.Skip(1).Select(finding => finding.Message));
        Assert.Equal("Rename it.", findings[1].Recommendation);
    }

    [Theory]
    [InlineData("@{ IncludeRules = (Set-Variable -Scope Global -Name harmed -Value 1) }")]
    [InlineData("@{ IncludeRules = \"$($global:harmed = 1)\" }")]
    [InlineData("@{ IncludeRules = $global:harmed }")]
    [InlineData("$global:harmed = 1; @{}")]
    [InlineData("@{ Rules = @{ X = & { $global:harmed = 1 } } }")]
    [InlineData("@{ IncludeRules = @({ $global:harmed = 1 }) }")]
    [InlineData("@{ IncludeRules = 'a' ")]
    public void Nothing_in_a_settings_file_runs_while_it_is_read(string text)
    {
        _shell["file"] = Write("evil.psd1", text);
        Assert.StartsWith("InvalidAuditSettings,", _shell.Run("$image | Invoke-IKAudit -Settings $file").TerminatingError?.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Null(_shell["harmed"]);
    }

    [Fact]
    public void A_custom_rule_that_throws_is_reported_and_the_audit_continues()
    {
        ShellResult result = _shell.Run("$image, $image | Invoke-IKAudit -Settings @{ IncludeRules = 'Bad', 'OversizedFile'; Rules = @{ Bad = { throw 'no luck' } } }");
        Assert.False(result.Terminated);
        Assert.Equal(2, result.Output.Count);
        Assert.Equal(2, result.Errors.Count);
        Assert.Equal("AuditRuleFailed,ImageKit.Metadata.Commands.InvokeIKAuditCommand", result.Errors[0].FullyQualifiedErrorId);
        Assert.Contains("'Bad'", result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("no luck", result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Same(_shell.Run("$image").One<ImageMetadata>(), result.Errors[0].TargetObject);
    }

    [Theory]
    [InlineData("{ throw \"one`ntwo\" }", ": one two")]
    [InlineData("{ break }", "return ends a rule")]
    [InlineData("{ continue }", "return ends a rule")]
    public void The_error_of_a_custom_rule_is_one_line(string script, string fault)
    {
        ShellResult result = _shell.Run($"$image, $image | Invoke-IKAudit -IncludeRule Bad -Settings @{{ Rules = @{{ Bad = {script} }} }}");
        Assert.False(result.Terminated);
        Assert.Equal(2, result.Errors.Count);
        Assert.Contains(fault, result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', result.Errors[0].ToString());
    }

    [Theory]
    [InlineData("[ordered]@{ Size = $_.Size; Quality = $_.Quality }", "Size: 9000000; Quality: 99")]
    [InlineData("@{ Share = 0.5 }", "Share: 0.5")]
    [InlineData("@{}", null)]
    public void A_table_that_a_custom_rule_emits_is_its_message(string output, string? expected)
    {
        ShellResult result = _shell.Run($"$image | Invoke-IKAudit -IncludeRule Mine -Settings @{{ Rules = @{{ Mine = {{ {output} }} }} }}").Succeeded();
        Assert.Equal(expected, result.OutputAs<AuditFinding>().SingleOrDefault()?.Message);
    }

    [Fact]
    public void Evidence_as_text_from_a_CSV_file_is_accepted()
    {
        // What Export-Csv writes for a bag is its text.
        _shell.Run("""
            $findings = $image | Invoke-IKAudit
            $rows = foreach ($finding in $findings) {
                [pscustomobject] @{ RuleName = $finding.RuleName; Severity = "$($finding.Severity)"; Url = $finding.Url; Message = $finding.Message; Evidence = $finding.Evidence.ToString() }
            }
            """).Succeeded();
        Assert.Contains("Size: 9000000; Limit: 5000000", _shell.Run("$rows.Evidence").Succeeded().OutputAs<string>());

        Assert.Equal(["GpsLocation", "OversizedFile", "ExcessiveQuality"], _shell.Run("$rows | Invoke-IKAudit").Succeeded().OutputAs<AuditFinding>().Select(finding => finding.RuleName));
        _shell.Run("$rows | Export-IKAuditReport \"$folder/report.csv\"").Succeeded();
        Assert.Equal(4, File.ReadAllLines(Path.Combine(_folder, "report.csv")).Length);
    }

    [Fact]
    public void A_custom_rule_can_be_off() => Assert.Empty(
        _shell.Run("$image | Invoke-IKAudit -IncludeRule Mine -Settings @{ Rules = @{ Mine = @{ Script = { 'found' }; Enable = $false } } }").Succeeded().Output);

    [Theory]
    [InlineData("", "Mine, OversizedFile")]
    [InlineData("-Severity Warning", "OversizedFile")]
    [InlineData("-IncludeRule Over*", "OversizedFile")]
    [InlineData("-ExcludeRule OversizedFile", "Mine")]
    public void Findings_of_an_earlier_audit_are_filtered_as_well(string arguments, string expected)
    {
        _shell["findings"] = new[] { "Mine", "OversizedFile" }.Select(rule => new AuditFinding { RuleName = rule, Severity = rule == "Mine" ? AuditSeverity.Information : AuditSeverity.Warning, Message = "x" }).ToArray();
        Assert.Equal(expected, string.Join(", ", _shell.Run($"$findings | Invoke-IKAudit {arguments}").Succeeded().OutputAs<AuditFinding>().Select(finding => finding.RuleName)));
    }

    [Fact]
    public async Task Error_records_of_images_become_findings_and_others_stay_errors()
    {
        await using ImageKitEmulator emulator = await ImageKitEmulator.StartAsync();
        _shell["key"] = new PSCredential("test", new System.Net.NetworkCredential("", new EmulatorOptions().PrivateKey).SecurePassword);
        _shell["api"] = emulator.BaseUri;
        _shell["urls"] = new[] { emulator.UrlEndpoint + "/no-such.jpg", emulator.UrlEndpoint + "/samples/canon40d.jpg", "nonsense" };
        _shell.Run("Connect-IKAccount -Credential $key -ApiBaseUri $api").Succeeded();

        IReadOnlyList<AuditFinding> findings = _shell.Run("$urls | Get-IKMetadata 2>&1 | Invoke-IKAudit -IncludeRule Unreachable").Succeeded().OutputAs<AuditFinding>();
        Assert.Equal([emulator.UrlEndpoint + "/no-such.jpg", "nonsense"], findings.Select(finding => finding.Url));
        Assert.Equal(["NotFound", "InvalidUrl"], findings.Select(finding => finding.Evidence["Error"]));

        ShellResult excluded = _shell.Run("$urls | Get-IKMetadata 2>&1 | Invoke-IKAudit -IncludeRule LowQuality");
        Assert.Equal(2, excluded.Errors.Count);

        ShellResult other = _shell.Run("$(Get-Command No-SuchThing 2>&1; $image) | Invoke-IKAudit -IncludeRule OversizedFile");
        Assert.Single(other.Output);
        Assert.StartsWith("CommandNotFound", Assert.Single(other.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_image_saved_among_the_metadata_is_a_finding_again()
    {
        await using ImageKitEmulator emulator = await ImageKitEmulator.StartAsync();
        _shell["key"] = new PSCredential("test", new System.Net.NetworkCredential("", new EmulatorOptions().PrivateKey).SecurePassword);
        _shell["api"] = emulator.BaseUri;
        _shell["urls"] = new[] { emulator.UrlEndpoint + "/no-such.jpg", emulator.UrlEndpoint + "/samples/canon40d.jpg" };
        object?[] items = [.. _shell.Run("Connect-IKAccount -Credential $key -ApiBaseUri $api; $urls | Get-IKMetadata 2>&1; Get-Command No-SuchThing 2>&1").Succeeded().Output];

        // As Export-Clixml keeps them: the list in one piece.
        _shell["back"] = PSSerializer.Deserialize(PSSerializer.Serialize(items, 5));
        ShellResult result = _shell.Run("$back | Invoke-IKAudit -IncludeRule Unreachable");
        AuditFinding finding = Assert.Single(result.OutputAs<AuditFinding>());
        Assert.Equal((emulator.UrlEndpoint + "/no-such.jpg", "NotFound"), (finding.Url, finding.Evidence["Error"]));
        Assert.Contains("Not found (404)", finding.Message, StringComparison.Ordinal);
        Assert.StartsWith("InvalidAuditInput,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);

        ErrorRecord left = _shell.Run("$back | Invoke-IKAudit -IncludeRule LowQuality").Errors[0];
        Assert.StartsWith("NotFound,", left.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(emulator.UrlEndpoint + "/no-such.jpg", left.TargetObject);
    }

    [Fact]
    public void Objects_from_clixml_are_metadata_findings_and_errors_again()
    {
        ImageMetadata image = (ImageMetadata)_shell["image"]!;
        image.Exif.Image["Artist"] = "Anna";
        image.Exif.Orientation = 6;
        _shell["back"] = PSSerializer.Deserialize(PSSerializer.Serialize(image, 5));
        Assert.Contains("Deserialized.ImageKit.Metadata.ImageMetadata", ((PSObject)_shell["back"]!).TypeNames);
        AuditFinding[] findings = [.. _shell.Run("$back | Invoke-IKAudit").Succeeded().OutputAs<AuditFinding>()];
        Assert.Equal(["GpsLocation", "PersonalData", "OversizedFile", "ExcessiveQuality", "RotatedByTag"], findings.Select(finding => finding.RuleName));

        _shell["back"] = PSSerializer.Deserialize(PSSerializer.Serialize(findings[0], 4));
        AuditFinding again = _shell.Run("$back | Invoke-IKAudit").One<AuditFinding>();
        Assert.Equal((findings[0].RuleName, findings[0].Severity, findings[0].Message, findings[0].Url), (again.RuleName, again.Severity, again.Message, again.Url));
        Assert.Equal(52.3702, again.Evidence["Latitude"]);

        _shell["back"] = PSSerializer.Deserialize(PSSerializer.Serialize(_shell.Run("Get-IKAuditRule OversizedFile").One<AuditRule>(), 4));
        Assert.Equal("OversizedFile", _shell.Run("[ImageKit.Metadata.AuditRule]$back").One<AuditRule>().Name);
    }

    [Fact]
    public void Rows_with_the_names_are_metadata()
    {
        ShellResult result = _shell.Run($$"""
            [pscustomobject]@{ Url = '{{Url}}'; Width = '9000'; Height = '10'; Size = '6000000'; Quality = ''; Exif = 'Canon'; Extra = 1 } | Invoke-IKAudit
            [pscustomobject]@{ Href = '{{Url}}'; Exif = [pscustomobject]@{ Image = [pscustomobject]@{ Artist = 'Anna' } } } | Invoke-IKAudit
            """).Succeeded();
        Assert.Equal(["OversizedDimensions", "OversizedFile", "PersonalData"], result.OutputAs<AuditFinding>().Select(finding => finding.RuleName));

        ErrorRecord error = Assert.Single(_shell.Run("'text', $null | Invoke-IKAudit 2>$null; [pscustomobject]@{ A = 1 }, [pscustomobject]@{ A = 2 } | Invoke-IKAudit").Errors);
        Assert.StartsWith("MissingProperty,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void FailOn_ends_with_an_error_after_the_last_finding()
    {
        // Within a function, so that what came out before the error is seen.
        ShellResult result = _shell.Run("$found = [System.Collections.ArrayList]::new(); try { $image, $image | Invoke-IKAudit -FailOn Warning | ForEach-Object { $null = $found.Add($_) } } catch { $_.FullyQualifiedErrorId; $_.ToString() }; $found.Count");
        Assert.Equal(["AuditFailed,ImageKit.Metadata.Commands.InvokeIKAuditCommand", "The audit has 4 findings of severity Warning or worse.", "6"], result.Succeeded().Output.Select(item => item!.ToString()));
        Assert.Equal(3, _shell.Run("$image | Invoke-IKAudit -FailOn Error").Succeeded().Output.Count);
    }

    [Fact]
    public void A_baseline_leaves_out_accepted_findings_with_a_warning()
    {
        _shell["file"] = Write("b.json", $$"""
            { "accepted": [
              { "rule": "Gps*", "url": "https://ik.imagekit.io/demo/*", "reason": "public" },
              { "rule": "OversizedFile", "url": "{{Url}}", "expires": "2020-01-31" } ] }
            """);
        ShellResult result = _shell.Run("$image | Invoke-IKAudit -Baseline $file").Succeeded();
        Assert.Equal(["OversizedFile", "ExcessiveQuality"], result.OutputAs<AuditFinding>().Select(finding => finding.RuleName));
        Assert.Equal(2, result.Warnings.Count);
        Assert.Contains("1 finding is accepted by the baseline", result.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("OversizedFile " + Url + " (2020-01-31)", result.Warnings[1], StringComparison.Ordinal);
        Assert.Equal("public", _shell.Run("$image | Invoke-IKAudit -Baseline $file -IncludeAccepted").Succeeded().OutputAs<AuditFinding>()[0].AcceptedReason);
        Assert.StartsWith("InvalidBaseline,", _shell.Run("$image | Invoke-IKAudit -Baseline nosuch.json").TerminatingError?.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Duplicates_come_at_the_end()
    {
        _shell["images"] = new[] { "00000000000000ff", "00000000000000fe" }.Select((hash, i) => new ImageMetadata { Url = "u" + i, PHash = hash, Quality = 99 }).ToArray();
        Assert.Equal(
            ["ExcessiveQuality", "ExcessiveQuality", "NearDuplicate"],
            _shell.Run("$images | Invoke-IKAudit").Succeeded().OutputAs<AuditFinding>().Select(finding => finding.RuleName));
    }

    [Fact]
    public void Rule_names_complete()
    {
        CommandCompletion completion = CommandCompletionFor("Invoke-IKAudit -IncludeRule Over");
        Assert.Equal(["OversizedDimensions", "OversizedFile"], completion.CompletionMatches.Select(match => match.CompletionText));
        Assert.Equal(new Auditor().Rules.Count, CommandCompletionFor("Get-IKAuditRule ").CompletionMatches.Count);
    }

    [Fact]
    public void Rules_are_listed_with_their_settings()
    {
        IReadOnlyList<AuditRule> rules = _shell.Run("Get-IKAuditRule").Succeeded().OutputAs<AuditRule>();
        Assert.Equal(new Auditor().Rules.Count, rules.Count);
        Assert.False(rules.Single(rule => rule.Name == "UnusualDensity").IsEnabled);
        Assert.Equal(5_000_000L, rules.Single(rule => rule.Name == "OversizedFile").Settings[0].Default);
        Assert.Contains("Did you mean 'GpsLocation'", _shell.Run("Get-IKAuditRule GpsLocatio").Errors.Single().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Views_show_findings_and_rules()
    {
        string table = _shell.Print("$image | Invoke-IKAudit");
        Assert.Contains("Warning     OversizedFile", table, StringComparison.Ordinal);
        Assert.Contains("/demo/a.jpg", table, StringComparison.Ordinal);
        Assert.Contains("3.8 MB", table, StringComparison.Ordinal);
        Assert.Contains("NearDuplicate", _shell.Print("Get-IKAuditRule"), StringComparison.Ordinal);

        _shell["hostile"] = new AuditFinding { RuleName = "\u001b[31mRed", Url = "https://x/\u202Egpj", Message = "\u0007" };
        string text = _shell.Print("$hostile");
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('\u202E', text);
        Assert.DoesNotContain('\u0007', text);
    }

    private CommandCompletion CommandCompletionFor(string input)
    {
        return _shell.Run($"[System.Management.Automation.CommandCompletion]::CompleteInput('{input}', {input.Length}, $null)").One<CommandCompletion>();
    }

    /// <summary>With every field that a rule needs, so that no rule is short of data.</summary>
    private static ImageMetadata Complete(ImageMetadata image)
    {
        (image.Width, image.Height, image.Format, image.HasColorProfile, image.HasTransparency, image.Density, image.PHash) =
            (6000, 5000, "jpg", true, false, 72, "00000000000000ff");
        return image;
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}

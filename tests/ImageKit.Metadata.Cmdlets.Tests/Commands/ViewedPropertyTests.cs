using System.Collections;
using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Cmdlets.Tests.Help;

namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>The views: what they show can be selected and filtered, and no text from elsewhere reaches the terminal as it is.</summary>
public sealed class ViewedPropertyTests : ConnectedShellTests
{
    /// <summary>CSI, OSC 8 and OSC 52, C1 forms of both, a bell, a carriage return, marks that change the direction of text.</summary>
    private const string Hostile = "a\u001b[2J\u001b]8;;https://evil.example\u001b\\b\u001b]52;c;ZXZpbA==\u0007\u009b31m\u009d52;c;eA==\u009c\r\u202egpj\u2066x\u200f";

    private static readonly Type[] Types =
    [
        typeof(ImageMetadata), typeof(ExifData), typeof(MediaFile), typeof(MediaFolder), typeof(MediaTag), typeof(MediaVersion), typeof(DuplicateGroup), typeof(DuplicateMember),
        typeof(PHashDistance), typeof(TransformationComparison), typeof(TransformationSummary), typeof(AuditFinding), typeof(AuditSummary), typeof(AuditTally), typeof(AuditRule), typeof(AuditRuleSetting), typeof(MediaFileChange),
        PublicCmdlet.Companion.GetType("ImageKit.Metadata.LocalImage", throwOnError: true)!,
    ];

    public static TheoryData<string> TypeNames => [.. Types.Select(type => type.Name)];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Shell.Run($"Import-Module '{Repository.CompanionManifest}' -ErrorAction Stop").Succeeded();
    }

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void What_a_list_shows_is_a_property(string typeName)
    {
        string[] files = [Path.Combine(Repository.ModuleDirectory, "ImageKit.Metadata.Format.ps1xml"), Path.Combine(Repository.CompanionDirectory, "ImageKit.Metadata.Local.Format.ps1xml")];
        IEnumerable<string> labels = files.SelectMany(file => XDocument.Load(file).Descendants("View"))
            .Where(view => view.Descendants("TypeName").Any(name => name.Value == "ImageKit.Metadata." + typeName))
            .SelectMany(view => view.Descendants("ListItem").Select(item => item.Element("Label")!.Value));
        Shell["o"] = Activator.CreateInstance(Find(typeName));

        IEnumerable<string> names = Shell.Run("$o.psobject.Properties.Name").Succeeded().OutputAs<string>();

        Assert.Empty(labels.Except(names));
    }

    [Fact]
    public void The_camera_that_the_view_shows_can_be_filtered()
    {
        ImageMetadata image = Assert.Single(Shell.Run("Get-IKMetadata \"$u/samples/canon40d.jpg\" | Where-Object Camera -like '*Canon*'").Succeeded().OutputAs<ImageMetadata>());

        Assert.Contains("Camera", Shell.Print("Get-IKMetadata \"$u/samples/canon40d.jpg\" | Format-List"), StringComparison.Ordinal);
        Assert.Equal("1/160 s, f/7.1, ISO 100, 135 mm", Shell.Run($"(Get-IKMetadata '{image.Url}').Exposure").One<string>());
    }

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void Hostile_text_stays_text_in_every_view(string typeName)
    {
        object item = Fill(Find(typeName), depth: 0);
        Shell["o"] = item;
        Shell["saved"] = PSSerializer.Deserialize(PSSerializer.Serialize(Shell["o"], 4));

        foreach (string script in new[] { "$o", "$o | Format-Table", "$o | Format-List", "$o | Format-Wide", "$saved | Format-Table", "$saved | Format-List" })
        {
            string text = Shell.Run(script + " | Out-String -Width 4000").One<string>();

            Assert.True(text.Trim().Length > 0, script);
            Assert.Equal(text, Shell.Run("Set-StrictMode -Version Latest; " + script + " | Out-String -Width 4000; Set-StrictMode -Off").One<string>());
            Assert.False(text.Any(c => (char.IsControl(c) && c is not ('\r' or '\n')) || c is '\u202e' or '\u2066' or '\u200f'), script + "\n" + text.Replace('\u001b', '!'));
            Assert.DoesNotMatch("\r(?!\n)", text);
        }
    }

    [Fact]
    public void Colors_and_links_are_only_for_a_terminal_that_supports_them()
    {
        Shell["finding"] = new AuditFinding { RuleName = "R", Severity = AuditSeverity.Error, Url = Url("a.jpg"), Message = "m" };
        Shell["plain"] = new FakeHost(supportsTerminal: false);
        Shell["terminal"] = new FakeHost(supportsTerminal: true);

        Assert.Equal("Error", Shell.Run("[ImageKit.Metadata.DisplayText]::Severity($finding, $plain, $ExecutionContext)").One<string>());
        Assert.Equal("\u001b[31;1mError\u001b[0m", Shell.Run("[ImageKit.Metadata.DisplayText]::Severity($finding, $terminal, $ExecutionContext)").One<string>());
        Assert.Equal("/demo/a.jpg", Shell.Run("[ImageKit.Metadata.DisplayText]::Image('https://ik.imagekit.io/demo/a.jpg', '', $plain, $ExecutionContext, 0, 1)").One<string>());
        string link = Shell.Run("[ImageKit.Metadata.DisplayText]::Image('https://ik.imagekit.io/demo/a.jpg', '', $terminal, $ExecutionContext, 0, 1)").One<string>();
        Assert.Equal("\u001b]8;;https://ik.imagekit.io/demo/a.jpg\u001b\\/demo/a.jpg\u001b]8;;\u001b\\", link);
        Assert.Equal("/demo/a.jpg", Shell.Run("[System.Management.Automation.Internal.StringDecorated]::new($args[0]).ToString('PlainText')".Replace("$args[0]", "$link", StringComparison.Ordinal).Insert(0, $"$link = '{link}'; ")).One<string>());
    }

    private static Type Find(string name) => Types.Single(type => type.Name == name);

    /// <summary>An object with the hostile text in every place that can contain text.</summary>
    private static object Fill(Type type, int depth)
    {
        if (type == typeof(PropertyBag))
        {
            return new PropertyBag { [Hostile] = Hostile, ["list"] = new object[] { Hostile }, ["bag"] = new PropertyBag { [Hostile] = Hostile } };
        }

        object item = Activator.CreateInstance(type)!;
        foreach (PropertyInfo property in type.GetProperties().Where(property => property.SetMethod?.IsPublic == true && property.GetIndexParameters().Length == 0))
        {
            object? value = ValueFor(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, depth);
            if (value is not null)
            {
                property.SetValue(item, value);
            }
        }

        return item;
    }

    private static object? ValueFor(Type type, int depth)
    {
        if (type == typeof(string) || type == typeof(object))
        {
            return Hostile;
        }

        if (type == typeof(TextList))
        {
            return new TextList(new[] { Hostile });
        }

        if (type.IsArray && depth < 2)
        {
            Array values = Array.CreateInstance(type.GetElementType()!, 1);
            values.SetValue(ValueFor(type.GetElementType()!, depth + 1), 0);
            return values;
        }

        if (type.Namespace == "ImageKit.Metadata" && type.IsClass && depth < 2)
        {
            return Fill(type, depth + 1);
        }

        return type == typeof(long) ? 7L : type == typeof(double) ? 7.5 : type == typeof(int) ? 1 : type == typeof(DateTime) ? new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc) : null;
    }

    private sealed class FakeHost(bool supportsTerminal) : System.Management.Automation.Host.PSHost
    {
        public override System.Globalization.CultureInfo CurrentCulture => System.Globalization.CultureInfo.InvariantCulture;

        public override System.Globalization.CultureInfo CurrentUICulture => System.Globalization.CultureInfo.InvariantCulture;

        public override Guid InstanceId { get; } = Guid.NewGuid();

        public override string Name => "fake";

        public override System.Management.Automation.Host.PSHostUserInterface UI { get; } = new CapturingHostUI(120, null) { SupportsTerminal = supportsTerminal };

        public override Version Version => new(1, 0);

        public override void EnterNestedPrompt() => throw new NotSupportedException();

        public override void ExitNestedPrompt() => throw new NotSupportedException();

        public override void NotifyBeginApplication()
        {
        }

        public override void NotifyEndApplication()
        {
        }

        public override void SetShouldExit(int exitCode)
        {
        }
    }
}

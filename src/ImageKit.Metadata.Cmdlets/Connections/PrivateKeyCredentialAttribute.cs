using System.Collections.ObjectModel;
using System.Management.Automation.Host;
using System.Security;

namespace ImageKit.Metadata.Connections;

/// <summary>
/// Prepares the input of <c>-Credential</c>: a <see cref="SecureString"/>, as secret vaults return it, is the private key, and a
/// text is the label of the connection, and PowerShell prompts for the private key.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PrivateKeyCredentialAttribute : ArgumentTransformationAttribute
{
    private const string DefaultLabel = "ImageKit";
    private const string KeyField = "Private key";

    /// <summary>Prompts for the private key by that name; Get-Credential would prompt for a user name and a password.</summary>
    public static PSCredential Prompt(PSHostUserInterface ui, string label = DefaultLabel)
    {
        FieldDescription field = new(KeyField);
        field.SetParameterType(typeof(SecureString));
        Dictionary<string, PSObject> entered = ui.Prompt(
            "Connect to ImageKit",
            "Enter the private key of the account. It begins with 'private_'; the dashboard shows it under Developer options.",
            new Collection<FieldDescription> { field });
        return new PSCredential(label, entered.TryGetValue(KeyField, out PSObject? key) && key?.BaseObject is SecureString text ? text : new SecureString());
    }

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            SecureString { Length: > 0 } key => new PSCredential(DefaultLabel, key),

            // Without a prompt, which would show the text: the cmdlet refuses the credential.
            string text when PrivateKeyText.LooksLikeKey(text) => new PSCredential(text, new SecureString()),
            string { Length: > 0 } label => Prompt(engineIntrinsics.Host.UI, label),
            _ => inputData,
        };
    }
}

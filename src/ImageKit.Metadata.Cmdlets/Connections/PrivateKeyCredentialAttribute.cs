using System.Management.Automation;
using System.Security;

namespace ImageKit.Metadata.Commands;

/// <summary>Takes a bare <see cref="SecureString"/>, as secret vaults give it, for a credential with that password.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class PrivateKeyCredentialAttribute : ArgumentTransformationAttribute
{
    private const string DefaultLabel = "ImageKit";

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is SecureString { Length: > 0 } key ? new PSCredential(DefaultLabel, key) : inputData;
    }
}

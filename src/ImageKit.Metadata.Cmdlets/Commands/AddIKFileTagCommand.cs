using ImageKit.Metadata.Library.Changes;

namespace ImageKit.Metadata.Commands;

/// <summary>Adds tags to files of the media library.</summary>
[Cmdlet(VerbsCommon.Add, "IKFileTag", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, HelpUri = OnlineHelp.Pages + "Add-IKFileTag.md")]
[OutputType(typeof(MediaFileChange))]
public sealed class AddIKFileTagCommand : FileTagCommand
{
    private protected override ChangeAction Action => ChangeAction.AddTags;
}

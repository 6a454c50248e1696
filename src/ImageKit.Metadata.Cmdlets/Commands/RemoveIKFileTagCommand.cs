using ImageKit.Metadata.Library.Changes;

namespace ImageKit.Metadata.Commands;

/// <summary>Removes tags from files of the media library.</summary>
[Cmdlet(VerbsCommon.Remove, "IKFileTag", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, HelpUri = OnlineHelp.Pages + "Remove-IKFileTag.md")]
[OutputType(typeof(MediaFileChange))]
public sealed class RemoveIKFileTagCommand : FileTagCommand
{
    private protected override ChangeAction Action => ChangeAction.RemoveTags;
}

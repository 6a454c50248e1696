using System.Management.Automation;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester.Commands;

/// <summary>A command of the stand-in. A parameter it does not have is an error of the binder: nothing is ignored.</summary>
public abstract class PesterCommand : PSCmdlet
{
    private protected PesterSession Session =>
        (PesterSession)((PSObject.AsPSObject(SessionState.PSVariable.GetValue(PesterSession.VariableName))).BaseObject);

    /// <summary>Test bodies are run without arguments, so a param block would hide the variables of -ForEach.</summary>
    private protected static ScriptBlock WithoutParameters(ScriptBlock body) =>
        ((System.Management.Automation.Language.ScriptBlockAst)body.Ast).ParamBlock is null
            ? body
            : throw new PSNotSupportedException("The Pester stand-in passes no parameters to a script block: use the variables of -ForEach.");
}

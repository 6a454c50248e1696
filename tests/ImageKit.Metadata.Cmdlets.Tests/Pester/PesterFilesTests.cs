namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>The Pester files of the project, in the hosted engine.</summary>
public sealed class PesterFilesTests
{
    [PesterTests]
    public void Pester()
    {
        // PesterDiscoverer puts the tests of the files in its place.
    }
}

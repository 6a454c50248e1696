namespace ImageKit.Metadata.Local.Tests;

/// <summary>A folder that is deleted with what is in it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("imagekit-local-").FullName;

    public override string ToString() => _path;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    internal string Write(string name, byte[] content)
    {
        string path = Path.Combine(_path, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}

using System.Security;
using SkiaSharp;

namespace ImageKit.Metadata.Decoding;

/// <summary>Reads image files, and finds out why one cannot be read.</summary>
internal static class ImageFile
{
    private const string SupportedFormats = "JPEG, PNG, WebP, GIF and BMP";

    /// <summary>Reads a file whole: an error in the middle of decoding could not cross the decoder, which is native code.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="image">What is known of the file.</param>
    /// <param name="cancellation">Stops between two blocks.</param>
    /// <returns>The content.</returns>
    /// <exception cref="LocalImageException">The file is not an image of a supported format or cannot be read.</exception>
    internal static SKData Read(string path, out LocalImage image, CancellationToken cancellation)
    {
        try
        {
            // Opening a pipe would wait for somebody to write to it. Pipes and devices have the length 0.
            var file = new FileInfo(path);
            if (Directory.Exists(path))
            {
                throw new LocalImageException(LocalImageErrorKind.NotAFile, "This is a folder.", "Specify files, such as folder/*.jpg.");
            }

            if (file.Length == 0)
            {
                throw new LocalImageException(
                    LocalImageErrorKind.EmptyFile, "The file is empty, or it is a pipe or a device.", "Specify files that contain an image.");
            }

            using var stream = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
            long size = stream.Length;
            string format = FindFormat(stream);
            if (size > ImageHasher.MaximumFileSize)
            {
                throw new LocalImageException(
                    LocalImageErrorKind.ImageTooLarge,
                    $"The file has {size >> 20} MB; the limit is {ImageHasher.MaximumFileSize >> 20} MB.",
                    "Hash a smaller copy of the image; its hash differs in few bits, if any.");
            }

            image = new LocalImage { Path = path, Name = file.Name, Size = size, Format = format, LastWriteTime = file.LastWriteTimeUtc };
            return ReadContent(stream, (int)size, cancellation);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new LocalImageException(
                LocalImageErrorKind.FileNotFound, "The file does not exist.", "Check the path; the file may have been deleted or renamed.", exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or SecurityException)
        {
            throw new LocalImageException(
                LocalImageErrorKind.AccessDenied, "The file cannot be opened: access is denied.", "Check the permissions of the file and of its folder.", exception);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or NotSupportedException)
        {
            throw new LocalImageException(
                LocalImageErrorKind.ReadFailed,
                $"The file cannot be read: {exception.Message}",
                "Check that the disk can be read and that no other program has locked the file.",
                exception);
        }
    }

    private static string FindFormat(FileStream stream)
    {
        Span<byte> start = stackalloc byte[ImageSignature.Length];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        string? format = ImageSignature.FindFormat(start, out bool isSupported);
        return isSupported && format is not null
            ? format
            : throw new LocalImageException(
                LocalImageErrorKind.UnsupportedFormat,
                format is null ? "The file is not an image." : $"The format {format} is not supported.",
                format is null ? $"Specify images; {SupportedFormats} are supported." : $"Convert the image; {SupportedFormats} are supported.");
    }

    private static unsafe SKData ReadContent(FileStream stream, int size, CancellationToken cancellation)
    {
        const int BlockSize = 1 << 20;
        SKData content = SKData.Create(size);
        try
        {
            var bytes = new Span<byte>((void*)content.Data, size);
            for (int position = 0; position < size; position += BlockSize)
            {
                cancellation.ThrowIfCancellationRequested();
                stream.ReadExactly(bytes.Slice(position, Math.Min(BlockSize, size - position)));
            }

            return content;
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }
}

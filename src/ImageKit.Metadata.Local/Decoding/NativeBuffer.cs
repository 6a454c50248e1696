using System.Runtime.InteropServices;

namespace ImageKit.Metadata.Decoding;

/// <summary>Memory for pixels that goes back to the system at once; the heap would keep it until a full collection.</summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    private void* _start;

    internal NativeBuffer(int length)
    {
        // Zeroed, which costs nothing where the system hands out untouched pages.
        _start = NativeMemory.AllocZeroed((nuint)length);
        Length = length;
    }

    internal int Length { get; }

    internal nint Address => (nint)_start;

    internal Span<byte> Span => new(_start, Length);

    public void Dispose()
    {
        NativeMemory.Free(_start);
        _start = null;
    }
}

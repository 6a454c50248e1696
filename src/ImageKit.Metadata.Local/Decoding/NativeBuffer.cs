using System.Runtime.InteropServices;

namespace ImageKit.Metadata.Decoding;

/// <summary>Memory for pixels that goes back to the system at once; the heap would keep it until a full collection.</summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    /// <summary>A line of the processor's cache: vectors that lie across two lines take twice the time.</summary>
    private const int Alignment = 64;

    private void* _start;

    internal NativeBuffer(int length)
    {
        // Zeroed, which costs nothing where the system hands out untouched pages.
        _start = NativeMemory.AllocZeroed((nuint)length + Alignment);
        Address = ((nint)_start + Alignment - 1) & -Alignment;
        Length = length;
    }

    internal int Length { get; }

    internal nint Address { get; }

    internal Span<byte> Span => new((void*)Address, _start == null ? 0 : Length);

    public void Dispose()
    {
        NativeMemory.Free(_start);
        _start = null;
    }
}

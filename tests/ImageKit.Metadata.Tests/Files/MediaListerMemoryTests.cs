using ImageKit.Metadata.Library;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Files;

/// <summary>The heap is the whole process's: nothing else may run beside.</summary>
[Collection(AloneOnTheHeap.Name)]
public sealed class MediaListerMemoryTests
{
    [Fact]
    public void Memory_does_not_grow_with_the_library()
    {
        const int few = 20_000;
        const int many = 220_000;
        FakeLibrary library = new(many + 5_000);
        using MediaLister lister = new(library.Client, new MediaListRequest(), new RequestOptions());
        long before = 0;
        int taken = 0;
        while (taken < many)
        {
            if (!lister.TryTake(out _))
            {
                lister.WaitForChange(forRoom: false, TimeSpan.FromSeconds(1));
                continue;
            }

            taken++;
            before = taken == few ? GC.GetTotalMemory(forceFullCollection: true) : before;
        }

        // The ids of 200,000 more files are remembered; the files themselves would be some 200 MB.
        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < 24_000_000, $"{grown:N0} bytes more for {many - few:N0} files.");
    }
}

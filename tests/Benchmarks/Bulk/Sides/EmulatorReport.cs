using System.Text.Json.Serialization;

namespace Benchmarks.Bulk.Sides;

/// <summary>What the emulator saw since its counts were last set to zero, and where it is.</summary>
internal sealed record EmulatorReport(string BaseUri, string UrlEndpoint, long Requests, long Answered, long Refused, long Faulted, int InFlight)
{
    [JsonIgnore]
    public double RefusedShare => Requests == 0 ? 0 : (double)Refused / Requests;
}

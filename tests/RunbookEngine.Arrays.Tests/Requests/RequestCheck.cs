using System.Text.Json;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Arrays.Tests.Fakes;

namespace RunbookEngine.Arrays.Tests.Requests;

/// <summary>Describes, takes the description through a journal, sends it, and compares the wire with the case.</summary>
internal static class RequestCheck
{
    public static async Task AllAsync(IEnumerable<RequestCase> cases)
    {
        foreach (var wanted in cases)
        {
            await using var sites = new TwoSites();
            var (scripted, client) = wanted.AtOsaka ? (sites.OsakaArray, sites.Osaka) : (sites.TokyoArray, sites.Tokyo);
            scripted.On($"{wanted.Method} {wanted.Path}", 202, Samples.RunningJob(42));
            var described = wanted.Pair is null
                ? client.DescribeRequest(wanted.Group, wanted.Request)
                : client.DescribeRequest(new PairRef(wanted.Group, wanted.Pair), wanted.Request);
            Assert.Empty(scripted.Requests);
            var journalled = JsonSerializer.Deserialize<ArrayRequest>(JsonSerializer.Serialize(described))!;

            var job = await client.SendAsync(journalled, default);

            Assert.Equal(42, job.Ref.JobId);
            Compare(wanted, described, Assert.Single(scripted.Requests), scripted);
        }
    }

    private static void Compare(RequestCase wanted, ArrayRequest described, Seen seen, ScriptedArray scripted)
    {
        var (at, isRemote) = (wanted.What, RunbookEngine.Replication.Vocabulary.TechnologyNames.IsRemote(wanted.Technology));
        Assert.Equal((at, $"{wanted.Method} {scripted.Root}/{wanted.Path}"), (at, seen.Line));
        Assert.Equal((at, wanted.Body ?? ""), (at, seen.Body));
        Assert.Equal((at, $"{System.Text.Encoding.UTF8.GetByteCount(wanted.Body ?? "")}"), (at, seen.Headers["Content-Length"]));
        Assert.Equal((at, wanted.Body is null ? null : "application/json"), (at, seen.Headers.GetValueOrDefault("Content-Type")));
        Assert.Equal((at, wanted.NoWait ? "NoWait" : null), (at, seen.Headers.GetValueOrDefault("Job-Mode-Wait-Configuration-Change")));
        Assert.Equal((at, isRemote && !wanted.Request.WithoutPartner), (at, seen.Headers.ContainsKey("Remote-Authorization")));
        Assert.Equal((at, false), (at, seen.Headers.ContainsKey("Expect")));
        Assert.Equal((at, seen.Method, seen.PathAndQuery, seen.Body), (at, described.Method, described.Path, described.Body ?? ""));
        Assert.StartsWith($"{wanted.Method} {scripted.Root}/{wanted.Path}\n", described.ToText(), StringComparison.Ordinal);
    }
}

using RunbookEngine.Arrays.Connections;
using RunbookEngine.Testing;

namespace RunbookEngine.Arrays.Tests.Fakes;

/// <summary>Two scripted arrays that are partners, and the client of both.</summary>
internal sealed class TwoSites : IAsyncDisposable
{
    public const string TokyoId = "938000500111";
    public const string OsakaId = "938000500222";

    public TwoSites(Func<ArrayConnection, ArrayConnection>? change = null)
    {
        Fleet = new ArrayFleet([.. new[] { Connection("tokyo", TokyoId), Connection("osaka", OsakaId) }.Select(c => change?.Invoke(c) ?? c)],
            Clock, c => c.Name == "tokyo" ? TokyoArray : OsakaArray);
    }

    public ManualClock Clock { get; } = new();

    public ScriptedArray TokyoArray { get; } = new(TokyoId);

    public ScriptedArray OsakaArray { get; } = new(OsakaId);

    public ArrayFleet Fleet { get; }

    public ArrayClient Tokyo => Fleet["tokyo"];

    public ArrayClient Osaka => Fleet["osaka"];

    /// <summary>Runs it to the end in simulated time; the sessions' housekeeping does not count.</summary>
    public T Run<T>(Func<Task<T>> body) => SimulatedTime.Run(Clock, body, TimeSpan.FromMinutes(1));

    public ValueTask DisposeAsync() => Fleet.DisposeAsync();

    private static ArrayConnection Connection(string name, string id) => new()
    {
        Name = name,
        StorageDeviceId = id,
        Endpoints = [new Uri($"https://{name}-ctl1"), new Uri($"https://{name}-ctl2")],
        Credentials = new FixedCredentials("runbook", "secret"),
    };
}

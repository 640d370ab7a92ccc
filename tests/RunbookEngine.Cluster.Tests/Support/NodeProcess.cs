using System.Globalization;
using System.Text.RegularExpressions;

namespace RunbookEngine.Cluster.Tests.Support;

/// <summary>A <c>runbook serve</c> process.</summary>
internal sealed partial class NodeProcess(RunningCommand process, string name, string address) : IAsyncDisposable
{
    public string Name => name;

    /// <summary>Where its API is.</summary>
    public string Address => address;

    public RunningCommand Process => process;

    public bool IsPaused { get; private set; }

    public static async Task<NodeProcess> StartedAsync(RunningCommand process, string name)
    {
        if (!await process.SaysAsync("listening at "))
            Assert.Fail($"{await process.EndAsync()}");
        return new NodeProcess(process, name, Listening().Match(process.Out).Groups[1].Value.Trim());
    }

    public async Task KillAsync()
    {
        await process.SignalAsync("KILL");
        await process.EndAsync();
    }

    /// <summary>SIGTERM, and the wait for a good end.</summary>
    public async Task<CommandResult> StopAsync()
    {
        await process.SignalAsync("TERM");
        return await process.EndAsync();
    }

    public async Task PauseAsync()
    {
        IsPaused = true;
        await process.SignalAsync("STOP");
    }

    public async Task GoOnAsync()
    {
        await process.SignalAsync("CONT");
        IsPaused = false;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{name} at {address}");

    public ValueTask DisposeAsync() => process.DisposeAsync();

    [GeneratedRegex(@"listening at (\S+)")]
    private static partial Regex Listening();
}

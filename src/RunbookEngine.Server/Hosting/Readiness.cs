using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using RunbookEngine.Documents;
using RunbookEngine.Journal;

namespace RunbookEngine.Server.Hosting;

/// <summary>Whether this server can do its work now: its store can be read and written, it is the one it opened, and the server is not on its way out.</summary>
internal sealed class Readiness(IEngineStore store, TimeProvider clock, IHostApplicationLifetime life)
{
    /// <summary>A store that has not answered by then is not ready. Real time.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>A store that took a write is not asked for another one until then: anybody may ask, and a write costs a sync. Real time.</summary>
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(10);

    private const string Kind = "readiness";

    private long _written;

    /// <returns>Null when it is ready, else why not.</returns>
    public async Task<string?> LookAsync(CancellationToken cancellationToken)
    {
        if (life.ApplicationStopping.IsCancellationRequested)
            return "the server stops";
        using var late = new CancellationTokenSource(Patience);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            // A file on a mount that hangs would hold the caller's thread.
            await Task.Run(() => AskAsync(stop.Token), stop.Token).WaitAsync(stop.Token);
            return null;
        }
        catch (StoreUnavailableException e)
        {
            return e.IsReplaced ? "the store is another one than the one that was opened" : "the store cannot be used";
        }
        catch (OperationCanceledException)
        {
            return "the store does not answer";
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        await store.NewsAsync(-1, cancellationToken);
        if (_written != 0 && Stopwatch.GetElapsedTime(Volatile.Read(ref _written)) < Trust)
            return;
        await store.PutAsync(Kind, Environment.MachineName, "true", null, clock.GetUtcNow() + TimeSpan.FromHours(1), cancellationToken);
        Volatile.Write(ref _written, Stopwatch.GetTimestamp());
    }
}

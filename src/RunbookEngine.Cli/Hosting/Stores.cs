using System.Globalization;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Journal;
using RunbookEngine.Persistence;

namespace RunbookEngine.Cli.Hosting;

/// <summary>Opens the store an invocation names.</summary>
internal static class Stores
{
    public static async Task<IRunStore> OpenAsync(Invocation call, CancellationToken cancellationToken)
    {
        if (call.Server is not null)
            return await OpenRemoteAsync(call, cancellationToken);
        var store = await RunStores.OpenAsync(call.Store ?? RunStores.Default(), call.Clock, cancellationToken);
        return int.TryParse(Environment.GetEnvironmentVariable(MortalStore.Variable), CultureInfo.InvariantCulture, out var lastEvent)
            ? new MortalStore(store, lastEvent)
            : store;
    }

    /// <exception cref="CommandFailure">No server is named, or it does not answer, or the key is not good there.</exception>
    public static async Task<HttpRunStore> OpenRemoteAsync(Invocation call, CancellationToken cancellationToken)
    {
        if (call.Server is not { } server)
            throw new CommandFailure(Exit.Usage, "this is for a server, and none is named", $"name it with --server or {ServerAddress.Variable}");
        return await HttpRunStore.OpenAsync(server, ServerAddress.Key(call.KeyFile), cancellationToken);
    }
}

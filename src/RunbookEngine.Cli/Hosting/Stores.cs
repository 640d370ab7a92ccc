using System.Globalization;
using RunbookEngine.Journal;
using RunbookEngine.Persistence;

namespace RunbookEngine.Cli.Hosting;

/// <summary>Opens the store an invocation names.</summary>
internal static class Stores
{
    public static async Task<IRunStore> OpenAsync(Invocation call, CancellationToken cancellationToken)
    {
        var store = await RunStores.OpenAsync(call.Store ?? RunStores.Default(), call.Clock, cancellationToken);
        return int.TryParse(Environment.GetEnvironmentVariable(MortalStore.Variable), CultureInfo.InvariantCulture, out var lastEvent)
            ? new MortalStore(store, lastEvent)
            : store;
    }
}

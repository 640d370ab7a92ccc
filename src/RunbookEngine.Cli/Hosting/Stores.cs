using RunbookEngine.Journal;
using RunbookEngine.Persistence;

namespace RunbookEngine.Cli.Hosting;

/// <summary>Opens the store an invocation names.</summary>
internal static class Stores
{
    public static Task<IRunStore> OpenAsync(Invocation call, CancellationToken cancellationToken) =>
        RunStores.OpenAsync(call.Store ?? RunStores.Default(), call.Clock, cancellationToken);
}

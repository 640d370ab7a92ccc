using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Persistence.Postgres;
using RunbookEngine.Persistence.Sqlite;

namespace RunbookEngine.Persistence;

/// <summary>Opens the store that a person named.</summary>
public static class RunStores
{
    /// <summary>Environment variable that names the store when the command line does not.</summary>
    public const string Variable = "RUNBOOK_STORE";

    /// <summary>Opens <c>sqlite:PATH</c>, a path that ends in <c>.db</c>, <c>.sqlite</c> or <c>.sqlite3</c>, <c>memory</c>, or PostgreSQL by a
    /// connection string (<c>Host=db;Database=runbook</c>) or URL (<c>postgres://user@db/runbook</c>).</summary>
    /// <exception cref="StoreUnavailableException">The text names no store, or the store cannot be opened.</exception>
    public static async Task<IEngineStore> OpenAsync(string store, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (store.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase))
            return await OpenSqlite(store["sqlite:".Length..], clock, cancellationToken);
        if (store.Equals("memory", StringComparison.OrdinalIgnoreCase))
            return new MemoryRunStore(clock);
        if (PostgresAddress.IsOne(store))
            return await PostgresRunStore.OpenAsync(store, clock, cancellationToken);
        if (Path.GetExtension(store) is ".db" or ".sqlite" or ".sqlite3")
            return await OpenSqlite(store, clock, cancellationToken);

        throw new StoreUnavailableException(
            "The store's name is not understood. Use sqlite:PATH, a path that ends in .db, or a PostgreSQL connection string such as 'Host=db;Database=runbook;Username=runbook'.");
    }

    /// <summary>What <see cref="Variable"/> says; else <c>sqlite:</c> and <c>runs.db</c> in the user's data folder, which is made when it is missing.</summary>
    /// <exception cref="StoreUnavailableException">The data folder cannot be made.</exception>
    public static string Default() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : $"sqlite:{Path.Combine(DataFolder(), "runs.db")}";

    private static async Task<IEngineStore> OpenSqlite(string path, TimeProvider clock, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(path)
            ? throw new StoreUnavailableException("The store's name 'sqlite:' lacks the path of its file, as in sqlite:/var/lib/runbook/runs.db.")
            : await SqliteRunStore.OpenAsync(path, clock, cancellationToken);

    private static string DataFolder()
    {
        // $XDG_DATA_HOME, or ~/.local/share; %LOCALAPPDATA% on Windows; ~/Library/Application Support on macOS.
        var folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "runbook");
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return folder;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                $"The folder {folder} for the run store cannot be made: {failure.Message.TrimEnd('.')}. Name a store with --store or {Variable}.", failure);
        }
    }
}

using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Sqlite;

namespace RunbookEngine.Persistence.Tests.Sqlite;

public sealed class SqliteRunStoreTests : RunStoreContract
{
    private readonly TemporaryFolder _folder = new();

    protected override async Task<IEngineStore> OpenAsync() => await SqliteRunStore.OpenAsync(_folder.File("runs.db"), TimeProvider.System, CancellationToken.None);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}

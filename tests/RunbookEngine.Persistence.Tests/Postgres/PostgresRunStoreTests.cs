using RunbookEngine.Documents;
using RunbookEngine.Journal;

namespace RunbookEngine.Persistence.Tests.Postgres;

public sealed class PostgresRunStoreTests : RunStoreContract
{
    private PostgresServer? _server;

    protected override async Task<IEngineStore> OpenAsync()
    {
        _server ??= await PostgresServer.WithSchemaAsync();
        return await _server.OpenAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }
}

using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Memory;

namespace RunbookEngine.Persistence.Tests;

public sealed class MemoryRunStoreTests : RunStoreContract
{
    private readonly MemoryRunStore _store = new(TimeProvider.System);

    protected override Task<IEngineStore> OpenAsync() => Task.FromResult<IEngineStore>(_store);
}

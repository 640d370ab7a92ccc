using RunbookEngine.Journal;
using RunbookEngine.Persistence.Memory;

namespace RunbookEngine.Persistence.Tests;

public sealed class MemoryRunStoreTests : RunStoreContract
{
    private readonly MemoryRunStore _store = new(TimeProvider.System);

    protected override Task<IRunStore> OpenAsync() => Task.FromResult<IRunStore>(_store);
}

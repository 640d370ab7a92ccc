namespace RunbookEngine.Simulator.RemoteCopies;

/// <summary>Remote copy groups one array has records of.</summary>
internal sealed class RemoteCopyBook
{
    private readonly SortedDictionary<string, RemoteGroup> _groups = new(StringComparer.Ordinal);

    public IEnumerable<RemoteGroup> Groups => _groups.Values;

    public RemoteGroup? Find(string name) => _groups.GetValueOrDefault(name);

    public void Add(RemoteGroup group) => _groups[group.Name] = group;

    public void Remove(RemoteGroup group)
    {
        if (_groups.GetValueOrDefault(group.Name) == group)
            _groups.Remove(group.Name);
    }
}

using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.Tables;

/// <summary>The table of each technology.</summary>
internal static class StatusTables
{
    public static IReadOnlyList<TechnologyTable> All { get; } =
    [
        ShadowImageTable.Table, TrueCopyTable.Table, UniversalReplicatorTable.Table, GlobalActiveDeviceTable.Table, ThinImageTable.Table,
    ];

    public static TechnologyTable Of(Technology technology) => All.First(t => t.Technology == technology);
}

using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.Tables;

/// <summary>The table of each technology.</summary>
internal static class StatusTables
{
    /// <summary>In the order of <see cref="Technology"/>.</summary>
    public static IReadOnlyList<TechnologyTable> All { get; } =
    [
        ShadowImageTable.Table, TrueCopyTable.Table, UniversalReplicatorTable.Table, GlobalActiveDeviceTable.Table, ThinImageTable.Table,
    ];

    public static TechnologyTable Of(Technology technology) => All[(int)technology];
}

using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Documents;
using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Rooms;
using RunbookEngine.Rehearsal.States;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Rehearsal.Tests.Support;

/// <summary>Rehearsals on two small sites: three mirrors of one pair each, a TrueCopy group and a ShadowImage group.</summary>
internal static class Stage
{
    public const string TwoSites = """
        topology: v1
        name: small
        arrays:
          tokyo:
            storageDeviceId: "900000040014"
            serialNumber: 40014
            users: { runbook: { password: small-secret, roles: [administrator] } }
            journals: [ { id: 1, capacity: 8G }, { id: 2, capacity: 8G } ]
            volumes: [ { ids: 100-119, size: 2G, allocated: 1G, hostWrites: 1M/s }, { ids: 130-132, size: 2G, allocated: 1G } ]
          osaka:
            storageDeviceId: "900000040015"
            serialNumber: 40015
            users: { runbook: { password: small-secret, roles: [administrator] } }
            journals: [ { id: 1, capacity: 8G }, { id: 2, capacity: 8G } ]
            volumes: [ { ids: 100-119, size: 2G, allocated: 1G } ]
        links: [ { between: [tokyo, osaka], bandwidth: 400M/s, paths: 4 } ]
        copyGroups:
          - { name: ur1, technology: universal-replicator, primary: tokyo, secondary: osaka, journals: { primary: 1, secondary: 1 }, consistencyGroup: 1, pairs: [ { name: p, pvol: 100, svol: 100 } ] }
          - { name: ur2, technology: universal-replicator, primary: tokyo, secondary: osaka, journals: { primary: 2, secondary: 2 }, consistencyGroup: 2, pairs: [ { name: p, pvol: 101-102, svol: 101-102 } ] }
          - { name: tc, technology: truecopy, primary: tokyo, secondary: osaka, fenceLevel: NEVER, pairs: [ { name: p, pvol: 110, svol: 110 } ] }
          - { name: si, technology: shadow-image, array: tokyo, status: PSUS, pairs: [ { name: p, pvol: 100-101, svol: 130-131 } ] }
        """;

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    public static Topology Small { get; } = Topology.Parse(TwoSites).Require();

    public static Topology Shipped { get; } = Topology.Load(Path.Combine(Root, "examples", "topologies", "two-site.yaml")).Require();

    public static Task<Rehearsal> OfFileAsync(string path) => OfAsync(SourceFile.Read(Path.Combine(Root, path)), Shipped);

    /// <param name="steps">What follows <c>steps:</c>, indented by two blanks.</param>
    public static Task<Rehearsal> OfStepsAsync(string steps, SavedState? from = null, int seed = 1) =>
        OfAsync(new SourceFile("rehearsed.yaml", Text(steps)), Small, from, seed);

    public static async Task<Rehearsal> OfAsync(SourceFile file, Topology topology, SavedState? from = null, int seed = 1)
    {
        var result = await Preparation.PrepareAsync(file, topology, new CompileOptions(), from, seed, TestContext.Current.CancellationToken);
        Assert.True(result.Rehearsal is not null, string.Join('\n', result.Diagnostics));
        return result.Rehearsal;
    }

    public static CaseRecord Play(Rehearsal rehearsal, RehearsalCase play) =>
        new CasePlayer(rehearsal.Setting).Play(play, TestContext.Current.CancellationToken);

    public static Reports.RehearsalReport Whole(Rehearsal rehearsal) => rehearsal.RunAsWhole(null, null, TestContext.Current.CancellationToken);

    public static string Explain(Reports.RehearsalReport report) => string.Join('\n', report.Grouped.Select(g =>
        $"{g.Finding.Code} at {g.Finding.Step}: {g.Finding.Message} ({string.Join("; ", g.Finding.Pairs)}) in {string.Join(", ", g.Cases.Take(3))}"));

    private static string Text(string steps) => $"""
        runbook: v1
        name: rehearsed
        description: For a test.
        targets:
          mirrors: {"{"} technology: universal-replicator, array: tokyo, copyGroups: [ur1, ur2] {"}"}
          logs: {"{"} technology: truecopy, array: tokyo, copyGroups: [tc] {"}"}
          copies: {"{"} technology: shadow-image, array: tokyo, copyGroups: [si] {"}"}
        {steps}
        """;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RunbookEngine.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("RunbookEngine.sln is nowhere above the tests.");
    }
}

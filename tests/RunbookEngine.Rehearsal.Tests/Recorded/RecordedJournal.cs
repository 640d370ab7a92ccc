using System.IO.Compression;
using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Rehearsal.Tests.Support;
using RunbookEngine.Runs;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Rehearsal.Tests.Recorded;

/// <summary>The journal of one run as a version of the engine wrote it, with all that is needed to carry it on today.</summary>
/// <param name="Name">What was played: <c>plain</c>, a rehearsal case, or what a person did.</param>
/// <param name="Topology">Text of the topology the simulated arrays were made from.</param>
/// <param name="Cuts">Sequence numbers of the last event of every append: where an engine can have died.</param>
/// <param name="Before">All pairs before the run.</param>
/// <param name="After">All pairs when the run had ended and every copy was over.</param>
internal sealed record RecordedJournal(
    string Runbook, string Name, string Topology, int Seed, IReadOnlyList<RecordedEntry> Entries, IReadOnlyList<int> Cuts, RunOutcome Outcome,
    IReadOnlyList<string> Before, IReadOnlyList<string> After)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>One folder for each version that recorded.</summary>
    public static string Folder { get; } = Path.Combine(Stage.Root, "tests", "RunbookEngine.Rehearsal.Tests", "Recorded");

    public RunId Run => Journal[0].Run;

    public IReadOnlyList<JournalEntry> Journal { get; } = [.. Entries.Select(e => e.ToEntry())];

    public override string ToString() => $"{Runbook} {Name}";

    public Topology Arrays() => Simulator.Topologies.Topology.Parse(Topology).Require();

    /// <summary>Every journal of every version.</summary>
    public static IReadOnlyList<RecordedJournal> All() =>
        [.. Directory.GetFiles(Folder, "*.jsonl.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(Read)];

    public static IEnumerable<RecordedJournal> Read(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            yield return JsonSerializer.Deserialize<RecordedJournal>(line, Json)!;
    }

    public static void Write(string path, IEnumerable<RecordedJournal> journals)
    {
        using var writer = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.SmallestSize));
        foreach (var journal in journals)
            writer.WriteLine(JsonSerializer.Serialize(journal, Json));
    }
}

/// <summary>A journal entry, payload verbatim.</summary>
internal sealed record RecordedEntry(Guid Run, int Sequence, DateTimeOffset At, string Type, string Payload, string Hash)
{
    public static RecordedEntry Of(JournalEntry e) => new(e.Run.Value, e.Sequence, e.At, e.Type, e.Payload, e.Hash);

    public JournalEntry ToEntry() => new(new RunId(Run), Sequence, At, Type, Payload, Hash);
}

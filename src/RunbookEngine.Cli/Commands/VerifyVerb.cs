using System.CommandLine;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Verifying;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Commands;

internal sealed class VerifyVerb : Verb
{
    private readonly Argument<string> _run = RunArgument.Create();

    public VerifyVerb(Desk desk)
        : base(desk, "verify", "Check that a run's journal is consistent in itself: a changed, missing or reordered event shows, unless the whole chain was recomputed", "runbook verify latest", "runbook verify all") => Add(_run);

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        if (call.Get(_run) == "all")
            return await VerifyAllAsync(call, store, cancellationToken);
        var id = await RunFinder.FindAsync(store, call.Get(_run), cancellationToken);
        var entries = await store.ReadAsync(id, 0, cancellationToken);
        var summary = await store.FindAsync(id, cancellationToken);
        var broken = HashChain.FindBreak(entries) ?? CutOff(summary, entries);
        if (call.Json)
            call.WriteJson(new JsonObject
            {
                ["run"] = id.ToString(),
                ["verified"] = broken is null,
                ["events"] = entries.Count,
                ["hash"] = entries.Count > 0 ? entries[^1].Hash : null,
                ["break"] = broken,
                ["signed"] = false,
                ["statement"] = Statement(broken is null),
            });
        else if (broken is null)
        {
            call.Out.WriteLine($"{ChainStatement.Consistent}: {entries.Count} events, last hash {entries[^1].Hash}");
            call.Out.WriteLine(ChainStatement.Limit);
        }

        if (broken is null)
            return Exit.Done;
        call.Error.WriteLine($"error: the journal of run {id} was tampered with or damaged: {SinkText.Line(broken)}");
        call.Error.WriteLine("help: do not resume this run; keep a copy of the store and compare it with a backup");
        return Exit.Failed;
    }

    private static async Task<Exit> VerifyAllAsync(Invocation call, IRunStore store, CancellationToken cancellationToken)
    {
        var found = await StoreVerification.OfAsync(store, cancellationToken);
        if (call.Json)
            call.WriteJson(new JsonObject
            {
                ["verified"] = found.Broken.Count == 0,
                ["runs"] = found.Runs,
                ["events"] = found.Events,
                ["broken"] = new JsonArray([.. found.Broken.Select(b => (JsonNode)new JsonObject { ["run"] = b.Run.ToString(), ["break"] = b.Break })]),
                ["signed"] = false,
                ["statement"] = Statement(found.Broken.Count == 0),
            });
        else if (found.Broken.Count == 0)
        {
            call.Out.WriteLine($"{ChainStatement.Consistent}: {found.Runs} runs, {found.Events} events");
            call.Out.WriteLine(ChainStatement.Limit);
        }

        foreach (var (run, wrong) in found.Broken)
            call.Error.WriteLine($"error: the journal of run {run} was tampered with or damaged: {SinkText.Line(wrong)}");
        return found.Broken.Count == 0 ? Exit.Done : Exit.Failed;
    }

    /// <summary><c>verified</c> in the JSON means no more than this.</summary>
    private static string? Statement(bool holds) => holds ? $"{ChainStatement.Consistent}; {ChainStatement.Limit}" : null;

    /// <summary>The chain alone cannot see that its end is missing; the run's row knows how long it was.</summary>
    private static string? CutOff(RunSummary? summary, IReadOnlyList<JournalEntry> entries) =>
        summary is not null && (entries.Count == 0 || entries[^1].Sequence < summary.Sequence)
            ? $"events after {entries.Count} are missing: the run's row counts {summary.Sequence}"
            : null;
}

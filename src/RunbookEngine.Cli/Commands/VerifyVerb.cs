using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Cli.Reports;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Verifying;
using RunbookEngine.Runs;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Commands;

internal sealed class VerifyVerb : Verb
{
    private readonly Argument<string> _run = RunArgument.Create();

    private readonly Option<string?> _register = new("--register")
    {
        Description = "With all: a line of the register that was noted down outside of the store; the store must still have it",
        HelpName = "NUMBER:HASH",
    };

    private readonly Option<string?> _ca = new("--ca")
    {
        Description = "With a bundle: PEM file with certificates that are trusted; the bundle must be signed by one of them, or by one that leads to them",
        HelpName = "FILE",
    };

    private readonly Option<bool> _store = new("--against-store") { Description = "With a bundle: hold its journal against the one in the store" };

    public VerifyVerb(Desk desk)
        : base(desk, "verify", "Check that a run's journal is consistent in itself: a changed, missing or reordered event shows, unless the whole chain was recomputed. Or check an evidence bundle (a .zip), without the store", "runbook verify latest", "runbook verify all", "runbook verify drill.zip --ca evidence-ca.pem")
    {
        Add(_run);
        Add(_register);
        Add(_ca);
        Add(_store);
    }

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        if (call.Get(_run).EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            return await new BundleCheck(call).RunAsync(call.Get(_run), call.Get(_ca), call.Get(_store), cancellationToken);
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        if (call.Get(_run) == "all")
            return await VerifyAllAsync(call, store, cancellationToken);
        var id = await RunFinder.FindAsync(store, call.Get(_run), cancellationToken);
        var (entries, _, broken) = await RunVerification.OfAsync(store, id, cancellationToken);
        broken ??= await BrokenThereAsync(store, id, entries, cancellationToken);
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

    /// <summary>What a server keeps back can only be checked by the server.</summary>
    private static async Task<string?> BrokenThereAsync(IRunStore store, RunId id, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken) =>
        store is HttpRunStore remote && entries.Any(e => e.Redacted)
        && (await remote.Server.GetAsync($"runs/{id}/verify", cancellationToken)).GetProperty("break") is { ValueKind: JsonValueKind.String } broken
            ? broken.GetString() : null;

    private async Task<Exit> VerifyAllAsync(Invocation call, IRunStore store, CancellationToken cancellationToken)
    {
        // A server has the register and what belongs to no run; from outside only the runs are seen.
        var found = store is HttpRunStore remote
            ? StoreVerificationJson.Read(await remote.Server.GetAsync($"verify{(call.Get(_register) is { } line ? $"?register={Uri.EscapeDataString(line)}" : "")}", cancellationToken))
            : await StoreVerification.OfAsync(store, cancellationToken, call.Get(_register));
        if (call.Json)
            call.WriteJson(StoreVerificationJson.Of(found));
        else if (found.IsGood)
        {
            call.Out.WriteLine($"{ChainStatement.Consistent}: {found.Runs} runs, {found.Events} events");
            call.Out.WriteLine(ChainStatement.Limit);
        }

        if (found is { IsGood: true, Register.Head: { } head } && !call.Json)
            call.Out.WriteLine($"register: {head.Number} lines, the last {head}; noted down elsewhere, runbook verify all --register holds it against the store");
        foreach (var problem in found.Problems)
            call.Error.WriteLine($"error: {problem}");
        return found.IsGood ? Exit.Done : Exit.Failed;
    }

    /// <summary><c>verified</c> in the JSON means no more than this.</summary>
    private static string? Statement(bool holds) => holds ? $"{ChainStatement.Consistent}; {ChainStatement.Limit}" : null;
}

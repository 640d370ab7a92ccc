using System.CommandLine;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Cli.Runs;

namespace RunbookEngine.Cli.Commands;

internal sealed class LegalHoldVerb : Verb
{
    private readonly Argument<string> _run = RunArgument.Create();
    private readonly Option<bool> _release = new("--release") { Description = "End the hold" };
    private readonly PersonOptions _person = new();

    public LegalHoldVerb(Desk desk)
        : base(desk, "legal-hold", "Keep a run and its evidence from every retention until the hold is ended", "runbook legal-hold latest --reason 'audit 2027-04'")
    {
        Add(_run);
        Add(_release);
        Add(_person.Reason);
        Add(_person.As);
    }

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        var id = await RunFinder.FindAsync(store, call.Get(_run), cancellationToken);
        var (actor, held) = (_person.Actor(call, store), !call.Get(_release));
        var run = store is HttpRunStore remote
            ? await remote.ActAsync(id, "legal-hold", new { held, reason = call.Get(_person.Reason) }, cancellationToken)
            : await _person.Operator(call, store).LegalHoldAsync(id, held, actor, call.Get(_person.Reason), cancellationToken);
        await new Recorded(call, store).ReportAsync(run, held ? $"under legal hold, by {actor}" : $"legal hold ended by {actor}", cancellationToken);
        return Exit.Done;
    }
}

using System.CommandLine;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Commands;

internal sealed class AnswerVerb : Verb
{
    private readonly Argument<string> _run = RunArgument.Create();
    private readonly Argument<string> _step = new("STEP") { Description = "The step that asks" };
    private readonly Argument<string> _text = new("TEXT") { Description = "The answer" };
    private readonly PersonOptions _person = new();

    public AnswerVerb(Desk desk)
        : base(desk, "answer", "Answer a step that asks a question", "runbook answer latest mounted yes --as akiko")
    {
        Add(_run);
        Add(_step);
        Add(_text);
        Add(_person.As);
    }

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        var id = await RunFinder.FindAsync(store, call.Get(_run), cancellationToken);
        var step = await StepFinder.FindAsync(store, id, call.Get(_step), cancellationToken);
        var actor = _person.Actor(call, store);
        var run = store is HttpRunStore remote
            ? await remote.ActAsync(id, $"steps/{Uri.EscapeDataString(step.ToString())}/answer", new { text = call.Get(_text) }, cancellationToken)
            : await _person.Operator(call, store).AnswerAsync(id, step, actor, call.Get(_text), cancellationToken);
        await new Recorded(call, store).ReportAsync(run, $"step {step} answered by {actor}", cancellationToken);
        return Exit.Done;
    }
}

using System.CommandLine;
using System.Globalization;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Journal;

namespace RunbookEngine.Cli.Commands;

internal sealed class NoteVerb : Verb
{
    private readonly Argument<string> _run = RunArgument.Create();
    private readonly Argument<string> _text = new("TEXT") { Description = "What is to be written down" };
    private readonly Option<string?> _finding = new("--finding") { Description = "Id of the finding it is about, as the report gives it", HelpName = "ID" };
    private readonly Option<string?> _owner = new("--owner") { Description = "With --due: a remediation, and who is to do it", HelpName = "USER" };
    private readonly Option<string?> _due = new("--due") { Description = "By when, as yyyy-mm-dd", HelpName = "DATE" };
    private readonly Option<bool> _done = new("--done") { Description = "What was to be done about the finding is done" };
    private readonly PersonOptions _person = new();

    public NoteVerb(Desk desk)
        : base(desk, "note", "Write down a comment or a remediation about a run, or one of its findings; it stands in the journal and in the report",
            "runbook note latest 'second path ordered' --owner ben --due 2027-03-31", "runbook note latest 'the journal was too small' --finding objective:rpo")
    {
        Add(_run);
        Add(_text);
        Add(_finding);
        Add(_owner);
        Add(_due);
        Add(_done);
        Add(_person.As);
    }

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        var id = await RunFinder.FindAsync(store, call.Get(_run), cancellationToken);
        DateOnly? due = call.Get(_due) is not { } text ? null
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw new CommandFailure(Exit.Usage, $"--due {text} is no date", "write it as 2027-03-31");
        if (call.Get(_done) && (call.Get(_owner) is not null || due is not null))
            throw new CommandFailure(Exit.Usage, "what is done has no owner and no date any more", "leave out --owner and --due");
        var kind = call.Get(_done) ? NoteAdded.Done : call.Get(_owner) is not null || due is not null ? NoteAdded.Remediation : NoteAdded.Comment;
        var actor = _person.Actor(call, store);
        var run = store is HttpRunStore remote
            ? await remote.ActAsync(id, "notes", new { kind, text = call.Get(_text), finding = call.Get(_finding), owner = call.Get(_owner), due = call.Get(_due) }, cancellationToken)
            : await _person.Operator(call, store).NoteAsync(id, new NoteAdded(actor, kind, call.Get(_text), call.Get(_finding), call.Get(_owner), due), cancellationToken);
        await new Recorded(call, store).ReportAsync(run, $"{kind} by {actor}", cancellationToken);
        return Exit.Done;
    }
}

using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Journal;
using RunbookEngine.Runs;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Commands;

internal sealed class ShowVerb : Verb
{
    private readonly Argument<string> _run = RunArgument.Create();
    private readonly Option<bool> _events = new("--events") { Description = "Every event of the journal, with its number" };
    private readonly Option<bool> _follow = new("--follow") { Description = "Go on telling what happens until the run ends or needs a person" };

    public ShowVerb(Desk desk)
        : base(
            desk, "show", "One run: where it stands, its steps, its pairs, what happened and what can be done",
            "runbook show latest", "runbook show 3f2a --events --output json")
    {
        Add(_run);
        Add(_events);
        Add(_follow);
    }

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        var id = await RunFinder.FindAsync(store, call.Get(_run), cancellationToken);
        if (call.Get(_follow))
            await new Follower(store, call).FollowAsync(id, cancellationToken);
        var entries = await store.ReadAsync(id, 0, cancellationToken);
        var run = RunFold.All(entries)!;
        var driven = await Recorded.LivingAsync(store, id, call.Clock, cancellationToken) is not null;
        var next = NextSteps.For(run, driven || call.Server is not null, call.Server is not null);
        if (call.Json)
            call.WriteJson(Document(run, next, call.Get(_events) ? entries : null));
        else if (call.Get(_events))
            WriteEvents(call, entries);
        else
            new RunPage(call.Out, call.Ink, call.Clock, call.Terminal.OutIsTerminal ? call.Terminal.Width : 0) { ByKey = call.Server is not null }
                .Write(run, call.Get(_follow) ? [] : entries, next, driven, call.Verbose);
        return Exit.Done;
    }

    private static JsonObject Document(RunState run, IReadOnlyList<NextStep> next, IReadOnlyList<JournalEntry>? entries)
    {
        var document = RunJson.Document(run, next);
        if (entries is not null)
            document["events"] = new JsonArray([.. entries.Select(e => (JsonNode)new JsonObject
            {
                ["sequence"] = e.Sequence,
                ["at"] = JsonText.Time(e.At),
                ["type"] = e.Type,
                ["hash"] = e.Hash,
                ["event"] = JsonNode.Parse(e.Payload, documentOptions: new JsonDocumentOptions { MaxDepth = 160 }),
            })]);
        return document;
    }

    private static void WriteEvents(Invocation call, IReadOnlyList<JournalEntry> entries)
    {
        foreach (var entry in entries)
        {
            // The first event carries the whole plan; people want its size, not its text.
            var payload = entry.Sequence == 1 ? $"(plan and request, {entry.Payload.Length} characters; --output json shows them)" : entry.Payload;
            call.Out.WriteLine($"{entry.Sequence,5}  {JsonText.Time(entry.At)}  {entry.Type,-22}  {SinkText.Line(payload)}");
        }
    }
}

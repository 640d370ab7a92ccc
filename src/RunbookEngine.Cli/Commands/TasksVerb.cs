using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Approvals;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Documents;
using RunbookEngine.Journal;

namespace RunbookEngine.Cli.Commands;

internal sealed class TasksVerb : Verb
{
    private readonly PersonOptions _person = new();

    public TasksVerb(Desk desk)
        : base(desk, "tasks", "List what waits for you: approvals and questions, what is due first in front", "runbook tasks --as ben") =>
        Add(_person.As);

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var actor = _person.Actor(call);
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        var tasks = store is HttpRunStore remote ? await AskedAsync(remote, cancellationToken) : await OwnAsync(store, actor, call.Clock, cancellationToken);
        if (call.Json)
        {
            call.WriteJson(new JsonObject { ["tasks"] = JsonSerializer.SerializeToNode(tasks, JsonSerializerOptions.Web) });
            return Exit.Done;
        }

        if (tasks.Count == 0)
        {
            call.Out.WriteLine("nothing waits for you");
            return Exit.Done;
        }

        var table = new Columns("RUN", "STEP", "WHAT", "UNTIL", "RUNBOOK", "ASKED FOR BY", "ASKS");
        foreach (var task in tasks)
        {
            table.Add(task.Run, task.Step, task.For is null ? task.Kind : $"{task.Kind} for {task.For}",
                task.Until is { } until ? Spans.DateTime(until, call.Clock.LocalTimeZone) : "-", task.Runbook, task.RequestedBy, task.Asks);
        }

        table.Write(call.Out, call.Terminal.OutIsTerminal ? call.Terminal.Width : 0, call.Ink);
        return Exit.Done;
    }

    private static async Task<IReadOnlyList<TaskItem>> OwnAsync(IRunStore store, string actor, TimeProvider clock, CancellationToken cancellationToken)
    {
        IReadOnlyList<Delegation> delegations = store is IDocumentStore documents ? await new Delegations(documents, clock).ListAsync(cancellationToken) : [];
        return await TaskItem.ListAsync(new OpenAsks(store), actor, delegations, clock.GetUtcNow(), (_, _) => true, cancellationToken);
    }

    /// <summary>A server knows who asks, and in whose place they stand.</summary>
    private static async Task<IReadOnlyList<TaskItem>> AskedAsync(HttpRunStore store, CancellationToken cancellationToken) =>
        (await store.Server.GetAsync("tasks", cancellationToken)).GetProperty("items").Deserialize<List<TaskItem>>(JsonSerializerOptions.Web)!;
}

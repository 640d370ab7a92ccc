using System.Text.Json.Nodes;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Locks;

namespace RunbookEngine.Cli.Commands;

internal sealed class LocksVerb : Verb
{
    public LocksVerb(Desk desk)
        : base(desk, "locks", "List the copy groups that runs hold, and break a lock whose run will not come back", "runbook locks", "runbook locks break 900000040014/erp-ur-01 --reason 'host replaced'") =>
        Add(new BreakLockVerb(desk));

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        var locks = (await store.ListLocksAsync(cancellationToken)).OrderBy(l => l.Name).ToList();
        if (call.Json)
        {
            call.WriteJson(new JsonObject { ["locks"] = new JsonArray([.. locks.Select(Json)]) });
            return Exit.Done;
        }

        if (locks.Count == 0)
        {
            call.Out.WriteLine("no locks");
            return Exit.Done;
        }

        var table = new Columns("LOCK", "RUN", "SINCE", "BY", "RUNBOOK");
        foreach (var held in locks)
            table.Add($"{held.Name}", $"{held.Run}", Spans.DateTime(held.Since, call.Clock.LocalTimeZone), held.Actor, held.Runbook);
        table.Write(call.Out, call.Terminal.OutIsTerminal ? call.Terminal.Width : 0, call.Ink);
        return Exit.Done;
    }

    public static JsonNode Json(HeldLock held) => new JsonObject
    {
        ["lock"] = held.Name.ToString(),
        ["storageDeviceId"] = held.Name.StorageDeviceId,
        ["copyGroup"] = held.Name.CopyGroup,
        ["run"] = held.Run.ToString(),
        ["runbook"] = held.Runbook,
        ["actor"] = held.Actor,
        ["since"] = JsonText.Time(held.Since),
    };
}

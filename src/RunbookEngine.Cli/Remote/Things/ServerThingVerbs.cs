using System.CommandLine;
using RunbookEngine.Cli.Hosting;

namespace RunbookEngine.Cli.Remote.Things;

/// <summary>The commands for what a server keeps, as its API has them.</summary>
internal static class ServerThingVerbs
{
    public static Command Keys(Desk desk) => new ServerThingVerb(
        desk, ServerThing.Keys, "Keys to a server: list, make, revoke", [], ServerActVerb.MakeKey(desk), ServerActVerb.Delete(desk, ServerThing.Keys, "revoke", "revoked"));

    public static Command Schedules(Desk desk) => new ServerThingVerb(
        desk, ServerThing.Schedules, "Schedules of a server: list, show, put, pause, resume, delete", [],
        ServerActVerb.Show(desk, ServerThing.Schedules), ServerActVerb.Put(desk, ServerThing.Schedules), ServerActVerb.Delete(desk, ServerThing.Schedules),
        ServerActVerb.Post(desk, ServerThing.Schedules, "pause", "Nothing is due until it is resumed", "paused"),
        ServerActVerb.Post(desk, ServerThing.Schedules, "resume", "It is due again; what was due meanwhile is not made up for", "resumed"),
        ServerActVerb.List(desk, ServerThing.Schedules, "next", "When it is due next, calendars taken into account", post: false, ("AT", "at"), ("IN ITS ZONE", "local")),
        ServerActVerb.List(desk, ServerThing.Schedules, "fires", "What became of past times", post: false, ("DUE", "due"), ("OUTCOME", "outcome"), ("RUN", "run"), ("REASON", "reason")));

    public static Command Calendars(Desk desk) => new ServerThingVerb(
        desk, ServerThing.Calendars, "Calendars of a server: list, show, put, delete", [],
        ServerActVerb.Show(desk, ServerThing.Calendars), ServerActVerb.Put(desk, ServerThing.Calendars), ServerActVerb.Delete(desk, ServerThing.Calendars));

    public static Command Webhooks(Desk desk) => new ServerThingVerb(
        desk, ServerThing.Webhooks, "Webhooks of a server: list, show, put, delete", [],
        ServerActVerb.Show(desk, ServerThing.Webhooks), ServerActVerb.Put(desk, ServerThing.Webhooks), ServerActVerb.Delete(desk, ServerThing.Webhooks));

    public static Command Environments(Desk desk) => new ServerThingVerb(
        desk, ServerThing.Environments, "Environments of a server: list, show, put, check, delete", [],
        ServerActVerb.Show(desk, ServerThing.Environments), ServerActVerb.Put(desk, ServerThing.Environments), ServerActVerb.Delete(desk, ServerThing.Environments, "delete", "removed"),
        ServerActVerb.List(desk, ServerThing.Environments, "check", "Log in to each array and see whether it is the one it should be", post: true,
            ("ARRAY", "array"), ("ANSWERS", "answers"), ("CERTIFICATE CHECKED", "verified"), ("PROBLEM", "problem"), ("HELP", "help")));

    public static Command Delegations(Desk desk) => new ServerThingVerb(
        desk, ServerThing.Delegations, "Who decides for whom on a server: list, add, withdraw", [],
        ServerActVerb.Delegate(desk), ServerActVerb.Delete(desk, ServerThing.Delegations, "withdraw", "withdrawn"));

    public static Command Nodes(Desk desk) => new ServerThingVerb(desk, ServerThing.Nodes, "The nodes of a server, and when each was last heard of", []);
}

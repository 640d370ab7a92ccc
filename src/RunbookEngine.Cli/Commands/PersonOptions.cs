using System.CommandLine;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Commands;

/// <summary>Who acts, and why: both go on record.</summary>
internal sealed class PersonOptions
{
    public Option<string?> As { get; } = new("--as") { Description = "Who acts, for the record, as a typed name; default: the account of this system. Refused where the environment has approvers, unless it allows typed names", HelpName = "USER" };

    public Option<string?> Reason { get; } = new("--reason") { Description = "Why, for the record", HelpName = "TEXT" };

    /// <exception cref="CommandFailure">A server is asked, and it knows who asks.</exception>
    public string Actor(Invocation call) => call.Server is null ? ActorHere(call)
        : call.Get(As) is null ? "the holder of the key"
        : throw new CommandFailure(Exit.Usage, "a server knows by the key who acts: leave out --as");

    /// <summary>As <see cref="Actor(Invocation)"/>; a server has said who that is.</summary>
    public string Actor(Invocation call, IRunStore store) => Actor(call) is var actor && store is HttpRunStore remote ? remote.Person : actor;

    /// <summary>How that person is known here. A typed name that is the account's own is the account.</summary>
    public Identification KnownBy(Invocation call)
    {
        var kind = ActorHere(call) == call.Terminal.User ? Identification.OsAccount : Identification.TypedName;
        return new Identification(kind, call.Terminal.User, call.Terminal.Host, call.Terminal.Device);
    }

    /// <summary>Says it to a run of this store, as that person.</summary>
    public RunOperator Operator(Invocation call, IRunStore store) => new(store, call.Clock) { KnownBy = KnownBy(call) };

    private string ActorHere(Invocation call) => call.Get(As) is { } name && !string.IsNullOrWhiteSpace(name) ? name.Trim() : call.Terminal.User;
}

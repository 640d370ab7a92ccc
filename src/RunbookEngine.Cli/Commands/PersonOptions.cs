using System.CommandLine;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Remote;

namespace RunbookEngine.Cli.Commands;

/// <summary>Who acts, and why: both go on record.</summary>
internal sealed class PersonOptions
{
    public Option<string?> As { get; } = new("--as") { Description = "Who acts, for the record; default: the user of this system", HelpName = "USER" };

    public Option<string?> Reason { get; } = new("--reason") { Description = "Why, for the record", HelpName = "TEXT" };

    /// <exception cref="CommandFailure">A server is asked, and it knows who asks.</exception>
    public string Actor(Invocation call) => call.Server is null ? ActorHere(call)
        : call.Get(As) is null ? "the holder of the key"
        : throw new CommandFailure(Exit.Usage, "a server knows by the key who acts: leave out --as");

    /// <summary>As <see cref="Actor(Invocation)"/>; a server has said who that is.</summary>
    public string Actor(Invocation call, Journal.IRunStore store) => Actor(call) is var actor && store is HttpRunStore remote ? remote.Person : actor;

    private string ActorHere(Invocation call) => call.Get(As) is { } name && !string.IsNullOrWhiteSpace(name) ? name.Trim() : call.Terminal.User;
}

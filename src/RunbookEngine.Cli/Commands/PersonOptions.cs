using System.CommandLine;
using RunbookEngine.Cli.Hosting;

namespace RunbookEngine.Cli.Commands;

/// <summary>Who acts, and why: both go on record.</summary>
internal sealed class PersonOptions
{
    public Option<string?> As { get; } = new("--as") { Description = "Who acts, for the record; default: the user of this system", HelpName = "USER" };

    public Option<string?> Reason { get; } = new("--reason") { Description = "Why, for the record", HelpName = "TEXT" };

    public string Actor(Invocation call) => call.Get(As) is { } name && !string.IsNullOrWhiteSpace(name) ? name.Trim() : call.Terminal.User;
}

using System.CommandLine;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Sinks;
using RunbookEngine.Plans;

namespace RunbookEngine.Cli.Commands;

/// <summary>What a runbook is given beside its file.</summary>
internal sealed class RunbookOptions
{
    public Option<string[]> Inputs { get; } = new("--input") { Description = "An input of the runbook; may be repeated", HelpName = "NAME=VALUE" };

    public Option<string?> Mode { get; } =
        new Option<string?>("--mode") { Description = "Run mode: test, planned, disaster or failback", HelpName = "MODE" }.AcceptOnlyFromAmong([.. RunModes.All]);

    public Option<string?> Environment { get; } = new("--environment") { Description = "Environment file: arrays, credentials, limits", HelpName = "F" };

    public Option<string[]> Without { get; } = CreateWithout();

    public static Option<string[]> CreateWithout() => new("--without")
    {
        Description = "This array is gone: it is not asked, and nothing waits for it; may be repeated",
        HelpName = "ARRAY",
    };

    public RunbookOptions() =>
        Inputs.Validators.Add(result =>
        {
            foreach (var given in result.Tokens.Where(t => t.Value.IndexOf('=') < 1))
                result.AddError($"--input takes NAME=VALUE, not '{given.Value}'");
        });

    public CompileOptions Read(Invocation call, string? actor, bool requireInputs) => new()
    {
        Inputs = ReadInputs(call),
        Mode = call.Get(Mode),
        Actor = actor,
        RequireInputs = requireInputs,
    };

    /// <summary>The last one of a name wins, so that a script can append its own; that it does is said.</summary>
    private Dictionary<string, string> ReadInputs(Invocation call)
    {
        var given = (call.Get(Inputs) ?? []).Select(i => i.Split('=', 2)).GroupBy(i => i[0]).ToList();
        foreach (var again in given.Where(g => g.Count() > 1))
            call.Error.WriteLine(SinkText.Line($"warning: --input {again.Key} is given {again.Count()} times; the last one holds: {again.Key}={again.Last()[1]}"));
        return given.ToDictionary(g => g.Key, g => g.Last()[1]);
    }
}

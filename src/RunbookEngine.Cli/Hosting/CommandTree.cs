using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using RunbookEngine.Cli.Commands;
using RunbookEngine.Cli.Remote.Things;

namespace RunbookEngine.Cli.Hosting;

/// <summary>All commands, in the order people meet them.</summary>
internal static class CommandTree
{
    /// <summary>By what people want; inside a group in the order people meet them.</summary>
    public static readonly IReadOnlyList<CommandGroup> Groups =
    [
        new("Write and check",
        [
            ("new", desk => new NewVerb(desk)),
            ("validate", desk => new ValidateVerb(desk)),
            ("plan", desk => new PlanVerb(desk)),
            ("rehearse", desk => new RehearseVerb(desk)),
            ("eval", desk => new EvalVerb(desk)),
            ("explain", desk => new ExplainVerb(desk)),
            ("schema", desk => new SchemaVerb(desk)),
            ("import-cci", desk => new ImportCciVerb(desk)),
            ("language-server", desk => new LanguageServerVerb(desk)),
        ]),
        new("Carry out",
        [
            ("run", desk => new RunVerb(desk)),
            ("resume", desk => new ResumeVerb(desk)),
            ("rollback", desk => new RollbackVerb(desk)),
            ("cancel", desk => new CancelVerb(desk)),
            ("approve", desk => new ApproveVerb(desk)),
            ("answer", desk => new AnswerVerb(desk)),
            ("break-glass", desk => new BreakGlassVerb(desk)),
            ("tasks", desk => new TasksVerb(desk)),
        ]),
        new("Look",
        [
            ("pairs", desk => new PairsVerb(desk)),
            ("runs", desk => new RunsVerb(desk)),
            ("show", desk => new ShowVerb(desk)),
            ("report", desk => new ReportVerb(desk)),
            ("verify", desk => new VerifyVerb(desk)),
            ("locks", desk => new LocksVerb(desk)),
        ]),
        new("Simulated arrays",
        [
            ("simulate", desk => new SimulateVerb(desk)),
        ]),
        new("Server",
        [
            ("serve", desk => new ServeVerb(desk)),
            ("upload", desk => new UploadVerb(desk)),
            ("keys", ServerThingVerbs.Keys),
            ("schedules", ServerThingVerbs.Schedules),
            ("calendars", ServerThingVerbs.Calendars),
            ("webhooks", ServerThingVerbs.Webhooks),
            ("environments", ServerThingVerbs.Environments),
            ("delegations", ServerThingVerbs.Delegations),
            ("nodes", ServerThingVerbs.Nodes),
        ]),
        new("Store",
        [
            ("backup", desk => new BackupVerb(desk)),
            ("restore", desk => new RestoreVerb(desk)),
        ]),
    ];

    private static IEnumerable<(string Name, Func<Desk, Command> Make)> Commands => Groups.SelectMany(g => g.Commands);

    public static IEnumerable<string> Names => Commands.Select(c => c.Name);

    /// <summary>The first word of the command that was called; empty for none.</summary>
    public static string NameOf(ParseResult parsed)
    {
        SymbolResult? at = parsed.CommandResult;
        while (at is CommandResult { Command: not RootCommand, Parent: CommandResult { Command: not RootCommand } outer })
            at = outer;
        return at is CommandResult { Command: not RootCommand } found ? found.Command.Name : "";
    }

    /// <summary>The command that the line begins with, or all of them: making one costs a third of the start-up of making all.</summary>
    public static RootCommand Build(Desk desk, IReadOnlyList<string> arguments)
    {
        var root = new RootCommand("Runbooks for replication pairs of storage arrays: checked before, carried out with checkpoints, taken back when they fail.");
        desk.Common.AddTo(root);
        var chosen = Commands.Where(c => arguments.Count > 0 && c.Name == arguments[0]).ToList();
        foreach (var command in chosen.Count == 0 ? [.. Commands] : chosen)
            root.Add(command.Make(desk));
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }
}

/// <summary>Commands that belong together.</summary>
internal sealed record CommandGroup(string Title, IReadOnlyList<(string Name, Func<Desk, Command> Make)> Commands);

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
            new("new", desk => new NewVerb(desk)),
            new("validate", desk => new ValidateVerb(desk)),
            new("plan", desk => new PlanVerb(desk)),
            new("rehearse", desk => new RehearseVerb(desk)),
            new("eval", desk => new EvalVerb(desk)),
            new("explain", desk => new ExplainVerb(desk)),
            new("schema", desk => new SchemaVerb(desk)),
            new("import-cci", desk => new ImportCciVerb(desk)),
            new("import-ansible", desk => new ImportAnsibleVerb(desk)),
            new("language-server", desk => new LanguageServerVerb(desk)),
        ]),
        new("Carry out",
        [
            new("run", desk => new RunVerb(desk)),
            new("resume", desk => new ResumeVerb(desk)),
            new("rollback", desk => new RollbackVerb(desk)),
            new("cancel", desk => new CancelVerb(desk)),
            new("approve", desk => new ApproveVerb(desk)),
            new("answer", desk => new AnswerVerb(desk)),
            new("break-glass", desk => new BreakGlassVerb(desk)),
            new("tasks", desk => new TasksVerb(desk)),
        ]),
        new("Look",
        [
            new("pairs", desk => new PairsVerb(desk)),
            new("runs", desk => new RunsVerb(desk)),
            new("show", desk => new ShowVerb(desk)),
            new("report", desk => new ReportVerb(desk)),
            new("history", desk => new HistoryVerb(desk)),
            new("evidence", desk => new EvidenceVerb(desk)),
            new("verify", desk => new VerifyVerb(desk)),
            new("note", desk => new NoteVerb(desk)),
            new("legal-hold", desk => new LegalHoldVerb(desk)),
            new("locks", desk => new LocksVerb(desk)),
        ]),
        new("Simulated arrays",
        [
            new("simulate", desk => new SimulateVerb(desk)),
        ]),
        new("Server",
        [
            new("serve", desk => new ServeVerb(desk)),
            new("upload", desk => new UploadVerb(desk)),
            new("keys", ServerThingVerbs.Keys),
            new("schedules", ServerThingVerbs.Schedules),
            new("calendars", ServerThingVerbs.Calendars),
            new("webhooks", ServerThingVerbs.Webhooks),
            new("environments", ServerThingVerbs.Environments),
            new("delegations", ServerThingVerbs.Delegations),
            new("nodes", ServerThingVerbs.Nodes),
        ]),
        new("Store",
        [
            new("backup", desk => new BackupVerb(desk)),
            new("restore", desk => new RestoreVerb(desk)),
        ]),
        new("This program",
        [
            new("completion", desk => new CompletionVerb(desk)),
            new("man", desk => new ManVerb(desk)),
        ]),
    ];

    private static IEnumerable<CommandEntry> Commands => Groups.SelectMany(g => g.Commands);

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
internal sealed record CommandGroup(string Title, IReadOnlyList<CommandEntry> Commands);

/// <summary>A command that is made only when it is called, or when help lists all.</summary>
internal sealed record CommandEntry(string Name, Func<Desk, Command> Make);

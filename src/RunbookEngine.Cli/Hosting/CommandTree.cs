using System.CommandLine;
using System.CommandLine.Help;
using RunbookEngine.Cli.Commands;

namespace RunbookEngine.Cli.Hosting;

/// <summary>All commands, in the order people meet them.</summary>
internal static class CommandTree
{
    private static readonly (string Name, Func<Desk, Command> Make)[] Commands =
    [
        ("validate", desk => new ValidateVerb(desk)),
        ("plan", desk => new PlanVerb(desk)),
        ("run", desk => new RunVerb(desk)),
        ("runs", desk => new RunsVerb(desk)),
        ("show", desk => new ShowVerb(desk)),
        ("resume", desk => new ResumeVerb(desk)),
        ("rollback", desk => new RollbackVerb(desk)),
        ("cancel", desk => new CancelVerb(desk)),
        ("approve", desk => new ApproveVerb(desk)),
        ("break-glass", desk => new BreakGlassVerb(desk)),
        ("answer", desk => new AnswerVerb(desk)),
        ("tasks", desk => new TasksVerb(desk)),
        ("verify", desk => new VerifyVerb(desk)),
        ("report", desk => new ReportVerb(desk)),
        ("rehearse", desk => new RehearseVerb(desk)),
        ("simulate", desk => new SimulateVerb(desk)),
        ("upload", desk => new UploadVerb(desk)),
        ("backup", desk => new BackupVerb(desk)),
        ("restore", desk => new RestoreVerb(desk)),
        ("serve", desk => new ServeVerb(desk)),
        ("eval", desk => new EvalVerb(desk)),
        ("new", desk => new NewVerb(desk)),
        ("schema", desk => new SchemaVerb(desk)),
        ("import-cci", desk => new ImportCciVerb(desk)),
        ("explain", desk => new ExplainVerb(desk)),
        ("language-server", desk => new LanguageServerVerb(desk)),
        ("locks", desk => new LocksVerb(desk)),
    ];

    public static IEnumerable<string> Names => Commands.Select(c => c.Name);

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

using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Language.Documents;
using RunbookEngine.Import.Cci;
using RunbookEngine.Import.Report;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Commands;

internal sealed class ImportCciVerb : Verb
{
    private readonly Argument<string> _script = new("SCRIPT") { Description = "Shell script of CCI calls" };
    private readonly Option<string[]> _horcm = new("--horcm") { Description = "HORCM file of an instance (horcm0.conf); once for each", HelpName = "FILE" };
    private readonly Option<string?> _name = new("--name") { Description = "Name of the runbook; default: the script's", HelpName = "NAME" };
    private readonly Option<string> _folder = new("--out") { Description = "Folder for NAME.yaml and NAME.environment.yaml", HelpName = "DIR", DefaultValueFactory = _ => "." };

    private readonly Option<string[]> _technologies = new("--technology")
    {
        Description = "What a device group is, where script and HORCM files do not tell: GROUP=truecopy",
        HelpName = "GROUP=TECHNOLOGY",
    };

    public ImportCciVerb(Desk desk)
        : base(
            desk, "import-cci", "Turn a shell script of CCI calls into a runbook and an environment",
            "runbook import-cci nightly-backup.sh --horcm horcm0.conf --horcm horcm1.conf --out imported")
    {
        Add(_script);
        Add(_horcm);
        Add(_name);
        Add(_folder);
        Add(_technologies);
    }

    protected override Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var request = new ImportRequest(Read(call.Get(_script)))
        {
            HorcmFiles = [.. (call.Get(_horcm) ?? []).Select(Read)],
            Name = call.Get(_name),
            Technologies = (call.Get(_technologies) ?? []).Select(Technology).DistinctBy(t => t.Group).ToDictionary(t => t.Group, t => t.Technology),
        };
        if (CciImporter.Problem(request) is { } problem)
            throw new CommandFailure(Exit.Invalid, problem, problem.Contains("is not a shell script", StringComparison.Ordinal) ? "nothing was written" : "split it, or import the part that operates pairs");
        var result = CciImporter.Import(request);
        var folder = call.Get(_folder) ?? ".";
        var (runbook, environment) = (Path.Combine(folder, $"{result.Name}.yaml"), Path.Combine(folder, $"{result.Name}.environment.yaml"));
        foreach (var file in (string[])[runbook, environment])
        {
            if (File.Exists(file))
                throw new CommandFailure(Exit.Usage, $"{file} exists already and is left as it is", "choose another --name or --out, or move that file away");
        }

        Directory.CreateDirectory(folder);
        Write(runbook, result.Runbook);
        Write(environment, result.Environment);
        if (call.Json)
            call.WriteJson(Document(result, runbook, environment));
        else
            Tell(call, result, runbook, environment);
        return Task.FromResult(result.IsWhole ? Exit.Done : Exit.Invalid);
    }

    private static ImportText Read(string path)
    {
        var file = SourceFile.Read(path);
        if (file.Problem is { } problem)
            throw new CommandFailure(Exit.Invalid, $"{path}: {problem.Message}", problem.Help);
        return new ImportText(path, file.Text);
    }

    private static (string Group, Technology Technology) Technology(string text)
    {
        var sign = text.LastIndexOf('=');
        var technology = sign > 0 ? TechnologyNames.FromRunbook(text[(sign + 1)..]) : null;
        return technology is { } known
            ? (text[..sign], known)
            : throw new CommandFailure(Exit.Usage, $"--technology {text} is not understood", $"write GROUP=TECHNOLOGY, with one of {string.Join(", ", TechnologyNames.All.Select(t => t.Runbook))}");
    }

    private static void Write(string file, string text)
    {
        using var writer = new StreamWriter(file, new UTF8Encoding(false), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write });
        writer.Write(text);
    }

    private static void Tell(Invocation call, ImportResult result, string runbook, string environment) => ImportReport.Tell(call, result, [runbook, environment]);

    private static JsonObject Document(ImportResult result, string runbook, string environment) => ImportReport.Document(result, runbook, environment);
}

using System.CommandLine;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Import.Cci;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Cli.Commands;

internal sealed class ImportCciVerb : Verb
{
    private readonly Argument<string> _script = new("SCRIPT") { Description = "Shell script of CCI calls" };
    private readonly Option<string[]> _horcm = new("--horcm") { Description = "HORCM file of an instance (horcm0.conf); once for each", HelpName = "FILE" };
    private readonly ImportFiles _files = new();
    private readonly Option<bool> _topology = new("--topology") { Description = "Write simulated arrays with the groups of the HORCM files as well, for plan --simulate" };

    private readonly Option<string[]> _technologies = new("--technology")
    {
        Description = "What a device group is, where script and HORCM files do not tell: GROUP=truecopy",
        HelpName = "GROUP=TECHNOLOGY",
    };

    public ImportCciVerb(Desk desk)
        : base(
            desk, "import-cci", "Turn a shell script or Windows batch file of CCI calls into a runbook and an environment",
            "runbook import-cci nightly-backup.sh --horcm horcm0.conf --horcm horcm1.conf --out imported")
    {
        Add(_script);
        Add(_horcm);
        Add(_technologies);
        Add(_topology);
        _files.AddTo(this);
    }

    protected override Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var request = new ImportRequest(Read(call, call.Get(_script)))
        {
            HorcmFiles = [.. (call.Get(_horcm) ?? []).Select(f => Read(call, f))],
            Name = _files.Name(call),
            Technologies = (call.Get(_technologies) ?? []).Select(Technology).DistinctBy(t => t.Group).ToDictionary(t => t.Group, t => t.Technology),
        };
        if (CciImporter.Problem(request) is { } problem)
            throw new CommandFailure(Exit.Invalid, problem, problem.Contains("is not a shell script", StringComparison.Ordinal) ? "nothing was written" : "split it, or import the part that operates pairs");
        return Task.FromResult(_files.Finish(call, CciImporter.Import(request), call.Get(_topology)));
    }

    private ImportText Read(Invocation call, string path) => new(path, _files.Read(call, path));

    private static (string Group, Technology Technology) Technology(string text)
    {
        var sign = text.LastIndexOf('=');
        var technology = sign > 0 ? TechnologyNames.FromRunbook(text[(sign + 1)..]) : null;
        return technology is { } known
            ? (text[..sign], known)
            : throw new CommandFailure(Exit.Usage, $"--technology {text} is not understood", $"write GROUP=TECHNOLOGY, with one of {string.Join(", ", TechnologyNames.All.Select(t => t.Runbook))}");
    }
}

using System.CommandLine;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Cli.Output;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;

namespace RunbookEngine.Cli.Commands;

internal sealed class ValidateVerb : Verb
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Runbooks, environments or topologies; globs are expanded",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly RunbookOptions _runbook = new();

    public ValidateVerb(Desk desk)
        : base(
            desk, "validate", "Check files for all that is known without an array",
            "runbook validate runbooks/*.yaml --environment env.yaml", "runbook validate runbooks/dr-drill.yaml --output sarif")
    {
        Add(_files);
        Add(_runbook.Environment);
        Add(_runbook.Inputs);
        Add(_runbook.Mode);
    }

    protected override bool WritesSarif => true;

    protected override Reach Reach => Reach.HereOrServer;

    /// <summary>Files are checked here unless a server is named: only that knows its environments.</summary>
    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken) =>
        call.ServerIsGiven ? await CheckThereAsync(call, cancellationToken) : Check(call);

    private async Task<Exit> CheckThereAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenRemoteAsync(call, cancellationToken);
        var options = _runbook.Read(call, actor: null, requireInputs: false);
        var found = new List<Diagnostic>();
        foreach (var path in FileGlobs.Expand(call.Get(_files)))
        {
            var file = SourceFile.Read(path);
            if (file.Problem is { } problem)
            {
                found.Add(problem);
                continue;
            }

            var answer = await store.Server.PostAsync("validate", new { text = file.Text, environment = call.Get(_runbook.Environment), inputs = options.Inputs, mode = options.Mode }, cancellationToken);
            found.AddRange(answer.GetProperty("diagnostics").EnumerateArray().Select(ServerProblem.Read).Select(d => d with { At = d.At with { File = path } }));
            if (call.Output == "text" && answer.GetProperty("valid").GetBoolean())
                call.Out.WriteLine($"{path}: valid");
        }

        new DiagnosticPrinter(call).Print(found);
        return found.Any(d => d.IsError) ? Exit.Invalid : Exit.Done;
    }

    private Exit Check(Invocation call)
    {
        var files = FileGlobs.Expand(call.Get(_files));
        var environment = call.Get(_runbook.Environment) is { } path ? EnvironmentLoader.Load(path) : null;
        var options = _runbook.Read(call, actor: null, requireInputs: call.Get(_runbook.Inputs) is { Length: > 0 });
        var found = new List<Diagnostic>(environment?.Diagnostics ?? []);
        foreach (var file in files)
            found.AddRange(FileCheck.Check(SourceFile.Read(file), environment?.Model, options));
        var sorted = Diagnostic.Sort(found);
        new DiagnosticPrinter(call).Print(sorted);
        if (call.Output == "text")
        {
            foreach (var file in files.Where(f => !sorted.Any(d => d.IsError && d.At.File == f)))
                call.Out.WriteLine($"{file}: valid");
            Summarise(call, sorted);
        }

        return sorted.Any(d => d.IsError) ? Exit.Invalid : Exit.Done;
    }

    private static void Summarise(Invocation call, IReadOnlyList<Diagnostic> found)
    {
        var (errors, warnings) = (found.Count(d => d.IsError), found.Count(d => !d.IsError));
        if (errors + warnings > 0)
            call.Error.WriteLine($"{errors} {(errors == 1 ? "error" : "errors")}, {warnings} {(warnings == 1 ? "warning" : "warnings")}");
    }
}

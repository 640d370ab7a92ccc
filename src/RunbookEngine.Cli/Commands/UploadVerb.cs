using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Cli.Commands;

internal sealed class UploadVerb : Verb
{
    private readonly Argument<string[]> _files = new("FILE") { Description = "Runbooks; globs are expanded", Arity = ArgumentArity.OneOrMore };

    public UploadVerb(Desk desk)
        : base(desk, "upload", "Give runbooks to a server: each becomes the newest version of its name", "runbook upload runbooks/*.yaml --server https://runbooks.example:8642") => Add(_files);

    protected override Reach Reach => Reach.ServerOnly;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenRemoteAsync(call, cancellationToken);
        var (done, failed) = (new JsonArray(), false);
        foreach (var path in FileGlobs.Expand(call.Get(_files)))
        {
            var file = SourceFile.Read(path);
            var compiled = RunbookCompiler.Compile(file, null, new CompileOptions { RequireInputs = false });
            if (compiled.HasErrors || compiled.Runbook?.Name?.Value is not { } name)
            {
                new DiagnosticPrinter(call).PrintText(compiled.Diagnostics);
                failed = true;
                continue;
            }

            try
            {
                var answer = await store.Server.PutTextAsync($"runbooks/{Uri.EscapeDataString(name)}", file.Text, cancellationToken);
                done.Add(new JsonObject { ["name"] = name, ["version"] = answer.GetProperty("version").GetInt32(), ["hash"] = answer.GetProperty("hash").GetString() });
                if (!call.Json)
                    call.Out.WriteLine($"{name}: version {answer.GetProperty("version")}");
            }
            catch (ServerProblem problem) when (problem.Diagnostics.Count > 0)
            {
                new DiagnosticPrinter(call).PrintText(problem.Diagnostics);
                failed = true;
            }
        }

        if (call.Json)
            call.WriteJson(new JsonObject { ["uploaded"] = done });
        return failed ? Exit.Invalid : Exit.Done;
    }
}

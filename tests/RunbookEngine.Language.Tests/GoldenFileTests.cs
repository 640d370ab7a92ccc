using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Tests.Support;

namespace RunbookEngine.Language.Tests;

public class GoldenFileTests
{
    [Fact]
    public void Every_right_runbook_is_silent()
    {
        foreach (var path in Repository.Files(Path.Combine(Repository.Samples, "ok"), "*.yaml"))
        {
            var result = RunbookCompiler.Compile(SourceFile.Read(path), Compiled.Environment, new CompileOptions());
            Assert.True(result.Diagnostics.Count == 0 && result.Plan is not null, $"{path}\n{Compiled.Shown(result)}");
        }
    }

    [Fact]
    public void Every_shipped_runbook_is_silent()
    {
        var environment = EnvironmentLoader.Load(Path.Combine(Repository.Root, "examples", "environments", "two-site-lab.yaml"));
        Assert.NotNull(environment.Model);
        var shipped = new[] { "runbooks", Path.Combine("examples", "rehearsal") }.SelectMany(folder => Repository.Files(Path.Combine(Repository.Root, folder), "*.yaml"));
        foreach (var path in shipped)
        {
            foreach (var model in new[] { environment.Model, null })
            {
                var result = RunbookCompiler.Compile(SourceFile.Read(path), model, new CompileOptions());
                Assert.True(result.Diagnostics.Count == 0 && result.Plan is not null, $"{path}\n{Compiled.Shown(result)}");
            }
        }
    }

    [Fact]
    public void Every_wrong_runbook_gets_its_code_at_its_place()
    {
        foreach (var path in Repository.Files(Path.Combine(Repository.Samples, "err"), "RB*.yaml"))
        {
            var name = Path.GetFileName(path);
            // Read by its full path, shown by its name: golden files hold no machine's folders.
            var file = SourceFile.Read(path) with { Name = name };
            var result = RunbookCompiler.Compile(file, Compiled.Environment, new CompileOptions { ReadFile = InSamples });
            var code = name[..6];
            Assert.True(result.Diagnostics.Any(d => d.Code == code), $"{name} gives no {code}:\n{Compiled.Shown(result)}");
            Golden.Matches(Path.ChangeExtension(path, ".out"), Compiled.Shown(result));
        }
    }

    private static SourceFile InSamples(string path) => SourceFile.Read(Path.Combine(Repository.Samples, "err", Path.GetFileName(path)));
}

using System.Reflection;
using System.Text.RegularExpressions;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Predictions;
using RunbookEngine.Language.Rules;
using RunbookEngine.Language.Tests.Support;

namespace RunbookEngine.Language.Tests;

public class RulePageTests
{
    [Fact]
    public void Every_code_has_its_page_and_its_entry_and_every_page_has_a_code()
    {
        var codes = typeof(Codes).Assembly.GetTypes().Where(t => t.IsPublic && t.Name.EndsWith("Codes", StringComparison.Ordinal))
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static)).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).ToList();
        var entries = RuleCatalog.All.Select(r => r.Code).ToList();
        var pages = Repository.Files(Folder, "RB*.md").Select(p => Path.GetFileNameWithoutExtension(p)).ToList();
        Assert.Equal([], codes.Except(entries));
        // Predictions are declared where they are made.
        Assert.Equal([], entries.Where(e => !RuleCatalog.IsPrediction(e)).Except(codes));
        Assert.Equal(entries, pages);
        Assert.Equal(entries.Order(StringComparer.Ordinal), entries);
    }

    [Fact]
    public void A_page_begins_with_its_rule_and_is_in_the_index()
    {
        var index = File.ReadAllText(Path.Combine(Folder, "README.md"));
        foreach (var rule in RuleCatalog.All)
        {
            var page = RulePages.Find(rule.Code);
            Assert.NotNull(page);
            Assert.StartsWith($"# {rule.Code}: {rule.Title}\n\n*{(rule.Severity == Severity.Error ? "error" : "warning")} · {(rule.CanBeSilenced ? "can be silenced" : "cannot be silenced")}", page);
            Assert.Equal(rule.NeedsEnvironment, page.Contains("needs an environment*"));
            Assert.True(page.Contains("## Wrong") == page.Contains("## Right") && page.Contains("## Wrong") != page.Contains("## No example"), rule.Code);
            Assert.Contains($"| [{rule.Code}]({rule.Code}.md) |", index);
            Assert.Contains($"| {rule.Title} |", index);
        }

        Assert.Null(RulePages.Find("RB9999"));
    }

    [Fact]
    public void Every_wrong_example_gives_exactly_its_code_and_every_right_one_is_silent()
    {
        var wrong = new List<string>();
        foreach (var rule in RuleCatalog.All)
        {
            var page = RulePages.Find(rule.Code)!;
            if (RuleCatalog.IsPrediction(rule.Code) || Example(page, "Wrong") is not { } mistaken)
                continue;
            var found = Check(mistaken);
            if (found.Count == 0 || found.Any(d => d.Code != rule.Code) || !found.Any(d => d.Severity == rule.Severity))
                wrong.Add($"{rule.Code} wrong example gives:\n{string.Join('\n', found)}");
            var left = Check(Example(page, "Right")!);
            if (left.Count > 0)
                wrong.Add($"{rule.Code} right example gives:\n{string.Join('\n', left)}");
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    [Fact]
    public void Every_wrong_example_of_a_prediction_is_foreseen_and_every_right_one_is_not()
    {
        var wrong = new List<string>();
        foreach (var rule in RuleCatalog.All.Where(r => RuleCatalog.IsPrediction(r.Code)))
        {
            var page = RulePages.Find(rule.Code)!;
            if (Example(page, "Wrong") is null)
                continue;
            foreach (var heading in new[] { "Wrong", "Right" })
            {
                var found = Foreseen(Example(page, heading)!, StartOf(page, heading));
                if (found.Any(d => d.Code == rule.Code) != (heading == "Wrong"))
                    wrong.Add($"{rule.Code} {heading}:\n{string.Join('\n', found)}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    [Fact]
    public void There_are_more_than_sixty_rules_in_a_file_each()
    {
        var files = Repository.Files(Path.Combine(Repository.Root, "src", "RunbookEngine.Language", "Rules"), "*Rule.cs").Select(p => Path.GetFileNameWithoutExtension(p)).ToList();
        Assert.True(files.Count >= 60, $"{files.Count} rules");
        Assert.Equal(files.Order(StringComparer.Ordinal), RuleList.All.Select(r => r.Method.DeclaringType!.Name).Order(StringComparer.Ordinal));
    }

    private static string Folder => Path.Combine(Repository.Root, "docs", "rules");

    private static string? Example(string page, string heading) =>
        Regex.Match(page, $@"## {heading}\n\n(Every pair is in [A-Z]+ when the run begins\.\n\n)?```yaml\n(?<text>.*?)\n```", RegexOptions.Singleline) is { Success: true } found ? found.Groups["text"].Value : null;

    private static IReadOnlyList<Diagnostic> Check(string example)
    {
        var file = new SourceFile("example.yaml", Frame.Around(example));
        return example.StartsWith("environment:", StringComparison.Ordinal)
            ? EnvironmentLoader.Load(file).Diagnostics
            : [.. RunbookCompiler.Compile(file, Compiled.Environment, new CompileOptions { ReadFile = Called }).Diagnostics.Where(d => d.At.File == file.Name)];
    }

    private static string StartOf(string page, string heading) => Regex.Match(page, $@"## {heading}\n\nEvery pair is in ([A-Z]+) ").Groups[1].Value;

    private static IReadOnlyList<Diagnostic> Foreseen(string example, string status)
    {
        var file = new SourceFile("example.yaml", Frame.Around(example, look: false));
        var compiled = RunbookCompiler.Compile(file, Compiled.Environment, new CompileOptions());
        Assert.True(compiled.Plan is not null, Compiled.Shown(compiled));
        var (plan, start) = AssumedStart.Of(compiled.Plan, status);
        return PlanPredictor.Predict(plan, start, DateTimeOffset.UnixEpoch).Diagnostics;
    }

    private static SourceFile Called(string path) => Path.GetFileName(path) switch
    {
        "called.yaml" => new(path, Frame.Around("- id: look\n  pair.snapshot: { on: mirrors }")),
        "broken.yaml" => new(path, "runbook: v1\nname: broken\n"),
        _ => SourceFile.Read(path),
    };
}

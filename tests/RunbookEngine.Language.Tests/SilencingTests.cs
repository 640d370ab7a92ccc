using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Predictions;
using RunbookEngine.Language.Silencing;
using RunbookEngine.Language.Tests.Support;

namespace RunbookEngine.Language.Tests;

public class SilencingTests
{
    private const string Split = "- id: split\n  pair.split: { on: mirrors }\n  wait: none";

    [Theory]
    [InlineData(Split + " # rb:allow RB1509 because it is waited for later")]
    [InlineData("- id: split\n  pair.split: { on: mirrors }\n  # rb:allow RB1509 because it is waited for later\n\n  # and another remark\n  wait: none")]
    [InlineData(Split + "   #rb:allow RB1509 because\tx")]
    public void A_comment_with_a_reason_silences_its_line(string steps) => Assert.Empty(Found(steps));

    [Theory]
    [InlineData(Split + " # rb:allow RB1509", Codes.SilenceReason)]
    [InlineData(Split + " # rb:allow RB1509 because", Codes.SilenceReason)]
    [InlineData(Split + " # rb:allow because of reasons", Codes.SilenceReason)]
    [InlineData(Split + " # rb:allow rb1509 because of reasons", Codes.SilenceReason)]
    [InlineData(Split + " # rb:allow RB9999 because of reasons", Codes.CannotSilence)]
    [InlineData(Split + " # rb:allow RB1501 because of reasons", Codes.CannotSilence)]
    public void A_comment_that_cannot_silence_is_a_finding_beside_the_one_it_was_meant_for(string steps, string code) =>
        Assert.Equal([Codes.WaitNone, code], Found(steps).Select(d => d.Code).Order(StringComparer.Ordinal).Reverse().OrderByDescending(c => c == Codes.WaitNone));

    [Fact]
    public void A_comment_about_a_line_without_that_finding_is_a_warning_at_the_comment()
    {
        var found = Assert.Single(Found("- id: split # rb:allow RB1509, RB1606 because it is waited for\n  pair.split: { on: mirrors }").DistinctBy(d => d.At));
        Assert.Equal((Codes.UnusedSilence, Severity.Warning, 15), (found.Code, found.Severity, found.At.Column));
    }

    [Fact]
    public void Text_that_looks_like_a_comment_inside_a_value_is_none() => Assert.Empty(Found(
        "- id: tell\n  notify:\n    to: storage-oncall\n    message: |\n      # rb:allow nothing\n- id: again\n  notify: { to: storage-oncall, message: \" # rb:allow this\" }"));

    [Fact]
    public void A_silence_for_what_needs_an_environment_is_not_unused_without_one()
    {
        var text = Compiled.Around("- id: tell\n  notify: { to: nobody, message: x } # rb:allow RB1603 because the channel is being set up");
        Assert.Empty(RunbookCompiler.Compile(new SourceFile("test.yaml", text), null, new CompileOptions()).Diagnostics);
        Assert.Empty(Compiled.Of(text).Diagnostics);
    }

    [Fact]
    public void A_silenced_error_leaves_a_plan()
    {
        var result = Compiled.Of(Compiled.Around("- id: split\n  pair.split: { on: erp-ur-01/db01 } # rb:allow RB1504 because the pair is alone in its group"));
        Assert.Empty(result.Diagnostics);
        Assert.NotNull(result.Plan);
    }

    [Theory]
    [InlineData("error", true)]
    [InlineData("warning", false)]
    [InlineData("off", null)]
    public void The_settings_of_a_folder_give_a_rule_its_severity(string word, bool? error)
    {
        var found = Found(Split, $"rules: v1\nseverity:\n  RB1509: {word}\n");
        Assert.Equal(error is { } e ? [e] : [], found.Select(d => d.IsError));
    }

    [Theory]
    [InlineData("rules: v1\nseverity: { RB9999: off }", Codes.CannotSilence, 2)]
    [InlineData("rules: v1\nseverity: { RB1501: off }", Codes.CannotSilence, 2)]
    [InlineData("rules: v1\nseverity: { RB1509: none }", Codes.NotAllowedValue, 2)]
    [InlineData("rules: v1\nseverities: { RB1509: off }", Codes.UnknownKey, 2)]
    [InlineData("rules: v1", Codes.MissingKey, 1)]
    [InlineData("rules: v2\nseverity: {}", Codes.NotAllowedValue, 1)]
    [InlineData("rules: ]", Codes.Syntax, 1)]
    public void Mistakes_in_the_settings_are_found_at_their_place_in_the_settings(string settings, string code, int line)
    {
        var found = Found("- id: point\n  checkpoint: {}", settings);
        Assert.Contains(found, d => d.Code == code && d.At.Line == line && d.IsError && d.At.File.EndsWith("rules.yaml", StringComparison.Ordinal));
        Assert.All(found, d => Assert.EndsWith("rules.yaml", d.At.File));
    }

    [Fact]
    public void The_nearest_settings_file_at_or_above_the_runbook_counts()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var inner = folder.CreateSubdirectory("a").CreateSubdirectory("b");
            var runbook = Path.Combine(inner.FullName, "r.yaml");
            File.WriteAllText(runbook, Compiled.Around(Split));
            Assert.Equal(["warning"], Severities(runbook));
            File.WriteAllText(Path.Combine(folder.FullName, "runbook.rules.yaml"), "rules: v1\nseverity: { RB1509: error }\n");
            Assert.Equal(["error"], Severities(runbook));
            File.WriteAllText(Path.Combine(inner.FullName, "runbook.rules.yaml"), "rules: v1\nseverity: { RB1509: off }\n");
            Assert.Empty(Severities(runbook));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(" # rb:allow RB2105 because only the status is wanted", 0)]
    public void What_is_foreseen_is_silenced_by_the_text_that_the_plan_carries(string comment, int left)
    {
        var (plan, start) = AssumedStart.Of(
            Compiled.Plan(Compiled.Around($"- id: split\n  pair.split: {{ on: mirrors }}\n- id: open\n  pair.split: {{ on: mirrors, svolAccess: read-write }}{comment}")), "PAIR");
        var found = PlanPredictor.Predict(plan, start, DateTimeOffset.UnixEpoch).Diagnostics;
        Assert.Contains(found, d => d.Code == PredictionCodes.StaysReadOnly);
        Assert.Equal(left, Judgement.Apply(plan, found).Count(d => d.Code == PredictionCodes.StaysReadOnly));
    }

    private static IEnumerable<string> Severities(string path) =>
        RunbookCompiler.Compile(SourceFile.Read(path), Compiled.Environment, new CompileOptions()).Diagnostics.Select(d => d.Severity.ToString().ToLowerInvariant());

    private static IReadOnlyList<Diagnostic> Found(string steps, string? settings = null) => Compiled.Of(Compiled.Around(steps),
        new CompileOptions { FindRuleSettings = _ => settings is null ? null : new SourceFile("house/runbook.rules.yaml", settings) }).Diagnostics;
}

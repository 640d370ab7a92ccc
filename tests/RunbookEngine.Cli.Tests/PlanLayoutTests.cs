using System.Text.RegularExpressions;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Cli.Output;
using RunbookEngine.Cli.Planning;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Predictions;
using RunbookEngine.Operations.Planning;
using RunbookEngine.Plans;
using RunbookEngine.StartStates;
using RunbookEngine.Testing;

namespace RunbookEngine.Cli.Tests;

/// <summary>The plan in terminals of different sizes, from pairs that were read.</summary>
public sealed class PlanLayoutTests
{
    private static readonly ManualClock Clock = new();

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(160)]
    [InlineData(200)]
    public async Task No_line_is_longer_than_the_terminal_is_wide(int width)
    {
        foreach (var runbook in (string[])["planned-failover", "backup-window", "dr-drill"])
        {
            var lines = (await WriteAsync(runbook, width)).Split('\n').Select(l => Regex.Replace(l, "\e\\[[0-9]*m", "")).ToList();
            Assert.All(lines, l => Assert.True(CellWidth.Of(l) <= width, $"{runbook} at {width}: {l}"));
            Assert.Contains(lines, l => l.Length > width * 3 / 4);
        }
    }

    [Fact]
    public async Task The_point_of_no_return_is_red_across_the_whole_width()
    {
        var line = Assert.Single((await WriteAsync("planned-failover", 160)).Split('\n'), l => l.Contains("---- point of no return", StringComparison.Ordinal));
        Assert.StartsWith("\e[31m", line, StringComparison.Ordinal);
        Assert.Equal(160, Regex.Replace(line, "\e\\[[0-9]*m", "").Length);
        Assert.DoesNotContain("\e", await WriteAsync("planned-failover", 160, colours: false), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_direction_is_where_the_P_VOLs_are_and_turns_where_the_roles_do()
    {
        foreach (var (runbook, home, away) in (List<(string, string, string)>)[("planned-failover", "tokyo", "osaka"), ("failback", "osaka", "tokyo")])
        {
            var (wide, narrow) = (await WriteAsync(runbook, 160, home: home, away: away, colours: false), await WriteAsync(runbook, 90, home: home, away: away, colours: false));
            Assert.Matches($@"(?m)^pairs    {home} > {away}: \w+-ur-01$", wide);
            Assert.Matches($@"(?m)^\w+ +split \w+-ur-01 \(2\) .* {home} > {away}", wide);
            Assert.Matches($@"(?m)^\w+ +swapResync .*{home} > {away}, then", wide);
            Assert.Matches($@"(?m)^pairs    {home} > {away}: \w+-ur-01$", narrow);
            Assert.Contains($"direction: {home} > {away}, then {away} > {home}", narrow, StringComparison.Ordinal);
        }

        // The target names tokyo; the P-VOLs are on the other array.
        Assert.Matches(@"(?m)^pairs    osaka > tokyo: erp-ur-01$", await WriteAsync("ur-split-backup-resync", 100, home: "osaka", away: "tokyo", colours: false));
    }

    [Fact]
    public async Task A_direction_that_was_not_read_is_not_told()
    {
        var plan = Compile("planned-failover");
        var (pinned, start) = AssumedStart.Of(plan, "PAIR");
        using var writer = new StringWriter { NewLine = "\n" };
        await using var connections = new ArrayConnections(Clock);
        new PlanPage(writer, new Ink(false), new PlanRequests(connections, pinned), false, 160).Write(Forecasts.Make(pinned, start, Clock.GetUtcNow(), new Dictionary<string, TimeSpan>()));
        Assert.DoesNotContain(" > osaka", writer.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("> partner", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_picture_shows_the_direction_as_well()
    {
        var forecast = Forecast("planned-failover", "osaka", "tokyo");
        Assert.Contains("osaka &gt; tokyo", PlanDrawings.Draw("x.svg", forecast), StringComparison.Ordinal);
        Assert.Contains("osaka &gt; tokyo", PlanDrawings.Draw("x.mmd", forecast), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_that_is_held_is_told_with_how_long_forwards_and_back()
    {
        var text = string.Join(' ', (await WriteAsync("backup-window", 100, colours: false)).Split('\n', StringSplitOptions.TrimEntries));
        Assert.Matches(@"held +application held for about \d+ (s|min) and as long as 2 programs take, from quiesce to release; when split fails, the rollback releases it after as long as 1 program takes", text);
        Assert.DoesNotContain("application held", await WriteAsync("planned-failover", 100, colours: false), StringComparison.Ordinal);
    }

    private static async Task<string> WriteAsync(string runbook, int width, string home = "tokyo", string away = "osaka", bool colours = true)
    {
        var forecast = Forecast(runbook, home, away);
        using var writer = new StringWriter { NewLine = "\n" };
        await using var connections = new ArrayConnections(Clock);
        new PlanPage(writer, new Ink(colours), new PlanRequests(connections, forecast.Plan), false, width).Write(forecast);
        return writer.ToString();
    }

    /// <summary>Two pairs in each group, with the P-VOLs on <paramref name="home"/> whatever the target says.</summary>
    private static PlanForecast Forecast(string runbook, string home, string away)
    {
        var plan = Compile(runbook);
        plan = plan with { Targets = [.. plan.Targets.Select(t => t with { CopyGroups = [.. t.Patterns.Select(p => new PlanCopyGroup(p.Replace("*", "01", StringComparison.Ordinal)))], RemoteArray = t.Technology == "shadow-image" ? null : t.Array == "tokyo" ? "osaka" : "tokyo" })] };
        var start = new PlanStartState
        {
            Origin = "read from tokyo, osaka",
            At = Clock.GetUtcNow(),
            Groups = [.. plan.Targets.SelectMany(t => t.CopyGroups!.Value.Select(g => new StartGroup(t.Technology, t.Array, g.Name)
            {
                RemoteArray = t.RemoteArray,
                Pairs = [.. new[] { "db1", "db2" }.Select(p => new StartPair(p, "PAIR", "PAIR") { PvolArray = t.RemoteArray is null ? null : home, SvolArray = t.RemoteArray is null ? null : away, Bytes = 100L << 30 })],
            }))],
        };
        return Forecasts.Make(plan, start, Clock.GetUtcNow(), new Dictionary<string, TimeSpan>());
    }

    private static Plan Compile(string runbook)
    {
        var file = Path.Combine(PlanTests.Root, "runbooks", $"{runbook}.yaml");
        return RunbookCompiler.Compile(new SourceFile(file, File.ReadAllText(file)), null, new CompileOptions()).Plan!;
    }
}

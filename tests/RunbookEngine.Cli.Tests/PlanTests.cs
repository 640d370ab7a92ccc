using System.Text.RegularExpressions;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Planning;
using RunbookEngine.Testing;

namespace RunbookEngine.Cli.Tests;

public sealed partial class PlanTests
{
    internal static readonly string Root = FindRoot();

    public static TheoryData<string, string> Shipped
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var file in Directory.GetFiles(Path.Combine(Root, "runbooks"), "*.yaml").Order(StringComparer.Ordinal))
            {
                data.Add(Path.GetFileNameWithoutExtension(file), "PAIR");
                data.Add(Path.GetFileNameWithoutExtension(file), "PSUS");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task The_plan_of_a_shipped_runbook_reads_as_approved_and_fits_a_hundred_columns(string runbook, string status)
    {
        var (_, output, error) = await RunAsync("plan", Path.Combine(Root, "runbooks", $"{runbook}.yaml"), "--assume", status, "--store", "sqlite:absent.db", "--no-color");
        Assert.All(output.Split('\n'), line => Assert.True(line.Length <= PlanPage.Width, line));
        Golden.Matches($"plan-{runbook}-{status}.txt", Hash().Replace(output, "plan     (hash)") + "----\n" + error.Replace(Root, ".").Replace('\\', '/'));
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task Its_drawings_are_whole(string runbook, string status)
    {
        foreach (var ending in (string[])["svg", "mmd"])
        {
            var file = Path.Combine(Path.GetTempPath(), $"plan-{Guid.NewGuid():N}.{ending}");
            try
            {
                await RunAsync("plan", Path.Combine(Root, "runbooks", $"{runbook}.yaml"), "--assume", status, "--store", "sqlite:absent.db", "--out", file);
                var text = File.ReadAllText(file);
                if (ending == "svg")
                    System.Xml.Linq.XDocument.Parse(text);
                else
                    Assert.StartsWith("flowchart TD", text);
                Assert.Contains(runbook, text);
            }
            finally
            {
                File.Delete(file);
            }
        }
    }

    [Fact]
    public async Task A_plan_needs_a_start_and_only_one()
    {
        foreach (var words in (string[][])[[], ["--environment", "e.yaml", "--simulate", "t.yaml"], ["--simulate", "t.yaml", "--assume", "PAIR"], ["--assume", "PAIR", "--save", "p.json"], ["--assume", "PAIR", "--out", "p.png"]])
            Assert.Equal(2, (await RunAsync(["plan", "x.yaml", .. words])).Exit);
        var (exit, _, error) = await RunAsync("plan", Path.Combine(Root, "runbooks", "failback.yaml"), "--assume", "PAIRED");
        Assert.Equal(2, exit);
        Assert.Contains("'PAIRED' is no pair status", error);
    }

    internal static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exit = await App.RunAsync(words, new Terminal { Out = output, Error = error, Clock = new ManualClock(new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero)), User = "akiko" }, CancellationToken.None);
        return (exit, output.ToString(), error.ToString());
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RunbookEngine.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the repository is not around the tests");
    }

    [GeneratedRegex("^plan     [0-9a-f]{64}", RegexOptions.Multiline)]
    private static partial Regex Hash();
}

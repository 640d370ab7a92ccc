using System.Text.Json;
using RunbookEngine.Cli.Hosting;

namespace RunbookEngine.Cli.Tests;

/// <summary>Mode disaster asks a person at the terminal why; a script is not asked and goes on without a reason.</summary>
public sealed class DisasterReasonTests : IDisposable
{
    private const string Look = """
        runbook: v1
        name: look
        targets:
          logs: { technology: truecopy, array: tokyo, remoteArray: osaka, copyGroups: [erp-tc-01] }
        steps:
          - id: look
            pair.snapshot: { on: logs }
            modes: [disaster]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("reason").FullName;

    [Theory]
    [InlineData(true, null, "fire at Tokyo")]
    [InlineData(true, "given", "given")]
    [InlineData(false, null, null)]
    public async Task The_reason_is_asked_of_a_person_who_gave_none_and_is_on_record(bool person, string? option, string? recorded)
    {
        var file = Path.Combine(_folder, "look.yaml");
        await File.WriteAllTextAsync(file, Look, TestContext.Current.CancellationToken);
        string[] store = ["--store", $"sqlite:{Path.Combine(_folder, "runs.db")}"];
        using var input = new StringReader("  fire at Tokyo \n");
        string[] order = ["run", file, "--simulate", "two-site", "--mode", "disaster", "--as", "olga", .. store];

        var (exit, _, error) = await RunAsync(option is null ? order : [.. order, "--reason", option], input, person);
        Assert.True(exit == 0, error);
        Assert.Equal(person && option is null, error.Contains("Mode disaster declares a disaster. Why is it one?", StringComparison.Ordinal));
        var (_, report, _) = await RunAsync(["report", "latest", "--format", "json", .. store], TextReader.Null, person: false);
        Assert.Equal(recorded, JsonElement.Parse(report).GetProperty("declaration").GetProperty("reason").GetString());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<(int Exit, string Out, string Error)> RunAsync(string[] arguments, TextReader input, bool person)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal { Out = output, Error = error, In = input, InIsTerminal = person, ErrorIsTerminal = person, User = "olga" };
        var exit = await App.RunAsync(arguments, terminal, TestContext.Current.CancellationToken);
        return (exit, output.ToString(), error.ToString());
    }
}

using System.Diagnostics;
using System.Text.Json;

namespace RunbookEngine.EndToEnd.Tests;

/// <summary>A folder and a store of its own, and the <c>runbook</c> command as processes in it.</summary>
internal sealed class Workshop : IAsyncDisposable
{
    internal static readonly string Program = Path.Combine(AppContext.BaseDirectory, "runbook.dll");
    private readonly List<RunningCommand> _started = [];

    public Workshop() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"runbook-e2e-{Guid.NewGuid():N}");

    public string Store => $"sqlite:{Path.Combine(Folder, "runs.db")}";

    public Dictionary<string, string> Variables { get; } = [];

    public string File(string name) => Path.Combine(Folder, name);

    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    public RunningCommand Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Program, .. arguments]) { WorkingDirectory = Folder };
        start.Environment["RUNBOOK_STORE"] = Store;
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("NO_COLOR");
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        var command = new RunningCommand(start);
        _started.Add(command);
        return command;
    }

    public async Task<CommandResult> RunAsync(params string[] arguments) => await Start(arguments).EndAsync();

    /// <summary>Simulated arrays as a process, and their environment in <c>env.yaml</c>.</summary>
    public async Task<SimulatedArrays> SimulateAsync(string topology, params string[] options)
    {
        var process = Start(["simulate", topology, "--port", "0", "--write-environment", File("env.yaml"), .. options]);
        Assert.True(await process.SaysAsync("control "), (process.HasExited ? await process.EndAsync() : null)?.ToString());
        return new SimulatedArrays(process, File("env.yaml"));
    }

    public async Task<string> LatestRunAsync() => (await RunAsync("runs", "--limit", "1", "--output", "json")).Json.GetProperty("runs")[0].GetProperty("id").GetString()!;

    public async Task<JsonElement> ShowAsync(string run = "latest") => (await RunAsync("show", run, "--output", "json")).Json.GetProperty("run");

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _started)
            await command.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

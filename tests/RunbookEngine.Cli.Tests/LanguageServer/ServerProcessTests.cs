using System.Diagnostics;

namespace RunbookEngine.Cli.Tests.LanguageServer;

/// <summary>The real process over its real pipes.</summary>
public class ServerProcessTests
{
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task A_session_over_standard_input_and_output(bool shutDown, int exitCode)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "runbook.dll"), "language-server", "--stdio"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        try
        {
            var editor = new Editor(process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
            await editor.StartAsync();
            await editor.OpenAsync("file:///tmp/x/a.yaml", "runbook: v1\nname: Größe 💾\nsteps:\n  - id: a\n    checkpoint: {}\n");
            var found = Assert.Single(await editor.DiagnosticsAsync("file:///tmp/x/a.yaml", 1))!;
            Assert.Equal(1, (int?)found["range"]!["start"]!["line"]);
            Assert.Equal(6, (int?)found["range"]!["start"]!["character"]);
            Assert.Equal(14, (int?)found["range"]!["end"]!["character"]);
            if (shutDown)
                await editor.AskAsync("shutdown");
            await editor.NotifyAsync("exit");
            await process.WaitForExitAsync();
            Assert.Equal(exitCode, process.ExitCode);
            Assert.Equal("", await process.StandardError.ReadToEndAsync());
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}

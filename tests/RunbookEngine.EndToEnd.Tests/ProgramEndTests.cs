using System.Diagnostics;

namespace RunbookEngine.EndToEnd.Tests;

/// <summary>Whatever ends a program from outside asks it first, and gives it its grace: real processes, real signals.</summary>
public sealed class ProgramEndTests
{
    private const string Holding = """
        runbook: v1
        name: holding
        inputs: { dir: { type: string } }
        targets:
          copies: { technology: universal-replicator, array: tokyo, copyGroups: [erp-ur-01] }
        steps:
          - id: hold
            command: { run: [/bin/sh, -c, 'trap "sleep 1; echo released >> $0/state; exit 1" TERM; echo held >> $0/state; sleep 600 & wait', "${{ inputs.dir }}"], onUnknown: hold }
            timeout: 10m
            grace: 20s
            rollback: { none: "it releases by itself" }
        """;

    [Theory]
    [InlineData("interrupt")]
    [InlineData("terminate")]
    [InlineData("cancel")]
    public async Task A_program_that_holds_an_application_may_release_it(string ended)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Programs are ended otherwise there.");
        await using var workshop = new Workshop();
        await workshop.SimulateAsync(Repository.TwoSite);
        workshop.Write("holding.yaml", Holding);
        var running = workshop.Start("run", workshop.File("holding.yaml"), "--environment", workshop.File("env.yaml"), "--input", $"dir={workshop.Folder}");
        await FileHasAsync(workshop.File("state"), "held");
        if (ended == "cancel")
        {
            var cancel = await workshop.RunAsync("cancel", "latest", "--reason", "month end");
            Assert.True(cancel.Exit == 0, $"{cancel}");
        }
        else
            await running.SignalAsync(ended == "interrupt" ? "INT" : "TERM");
        var end = await running.EndAsync();
        Assert.Equal(["held", "released"], File.ReadAllLines(workshop.File("state")));
        Assert.True(end.Exit is 1 or 5 or 130, $"{end}");
    }

    /// <summary>Cron with a log on a full disk, and a service without streams: both serve, and end when they are asked to.</summary>
    [Theory]
    [InlineData("> /dev/full 2> /dev/full")]
    [InlineData("> /dev/null 2>&-")]
    [InlineData(">&- 2>&-")]
    public async Task A_server_that_can_write_nothing_serves_all_the_same(string streams)
    {
        Assert.SkipWhen(!File.Exists("/dev/full"), "There is no /dev/full here.");
        await using var workshop = new Workshop();
        var port = FreePort();
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec \"$@\" {streams}", "sh", "dotnet", "exec", Workshop.Program, "serve", "--urls", $"http://127.0.0.1:{port}", "--store", workshop.Store]))!;
        try
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            var ready = false;
            for (var i = 0; i < 300 && !ready && !shell.HasExited; i++)
            {
                try
                {
                    ready = (await client.GetAsync(new Uri($"http://127.0.0.1:{port}/readyz"))).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    await Task.Delay(100);
                }
            }

            Assert.True(ready, shell.HasExited ? $"it ended with {shell.ExitCode}" : "it is not ready");
            Process.Start("/bin/kill", ["-TERM", $"{shell.Id}"]).WaitForExit();
            await shell.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token);
            Assert.True(shell.ExitCode is 0 or 143, $"{shell.ExitCode}");
        }
        finally
        {
            if (!shell.HasExited)
                shell.Kill(entireProcessTree: true);
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task FileHasAsync(string file, string text)
    {
        for (var i = 0; i < 900; i++)
        {
            if (File.Exists(file) && (await File.ReadAllTextAsync(file)).Contains(text, StringComparison.Ordinal))
                return;
            await Task.Delay(100);
        }

        throw new TimeoutException($"{file} never had '{text}'");
    }
}

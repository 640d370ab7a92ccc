using System.Diagnostics;

namespace RunbookEngine.Persistence.Tests.Children;

/// <summary>This test program as another process.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;

    public ChildProcess(string deed, string store)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { "exec", typeof(ChildProcess).Assembly.Location, "child", deed, store },
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        // The runtime maps its code through a file that a file-size limit would hit.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment.Remove(RunStores.Variable);
        _process = Process.Start(start)!;
    }

    /// <summary>The next line; null at its end.</summary>
    public async Task<string?> ReadAsync() => await _process.StandardOutput.ReadLineAsync();

    public async Task TellAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Ends it without any chance to clean up, and returns what it had still said.</summary>
    public async Task<string[]> KillAsync()
    {
        _process.Kill();
        return (await _process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Everything it says until it ends by itself.</summary>
    public async Task<string[]> EndAsync()
    {
        var said = await _process.StandardOutput.ReadToEndAsync();
        var complaint = await _process.StandardError.ReadToEndAsync();
        await _process.WaitForExitAsync();
        Assert.True(_process.ExitCode == 0, $"the child ended with {_process.ExitCode}: {said}{complaint}");
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

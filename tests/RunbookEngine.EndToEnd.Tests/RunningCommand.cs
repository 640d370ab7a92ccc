using System.Diagnostics;
using System.Text;

namespace RunbookEngine.EndToEnd.Tests;

/// <summary>A command as its own process, with its output as it comes.</summary>
internal sealed class RunningCommand : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();
    private readonly Lock _gate = new();
    private readonly Task _outDone;
    private readonly Task _errorDone;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RunningCommand(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _outDone = CollectAsync(_process.StandardOutput, _out);
        _errorDone = CollectAsync(_process.StandardError, _error);
    }

    public bool HasExited => _process.HasExited;

    public string Out
    {
        get
        {
            lock (_gate)
                return _out.ToString();
        }
    }

    public string Error
    {
        get
        {
            lock (_gate)
                return _error.ToString();
        }
    }

    /// <summary>Returns when standard output contains the text, or the process has ended.</summary>
    public async Task<bool> SaysAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            Task news;
            lock (_gate)
            {
                if (_out.ToString().Contains(text, StringComparison.Ordinal))
                    return true;
                news = _news.Task;
            }

            if (await Task.WhenAny(news, _outDone).WaitAsync(patience.Token) == _outDone)
                return Out.Contains(text, StringComparison.Ordinal);
        }
    }

    public async Task<CommandResult> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        await Task.WhenAll(_outDone, _errorDone);
        lock (_gate)
            return new CommandResult(_process.ExitCode, _out.ToString(), _error.ToString());
    }

    /// <summary>Sends a signal by name: <c>INT</c>, <c>TERM</c>, <c>KILL</c>.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task CollectAsync(StreamReader reader, StringBuilder into)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is > 0 and var count)
        {
            lock (_gate)
            {
                into.Append(buffer, 0, count);
                var waiting = _news;
                _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting.TrySetResult();
            }
        }
    }
}

namespace RunbookEngine.Arrays.Transport;

/// <summary>Tells a slow answer from a dead array while an exchange is under way: when nothing has come in the time of one try, the server is asked
/// beside it who it is, and silence on both ends the exchange. Real time, as for every exchange.</summary>
internal sealed class SilenceWatch : IDisposable
{
    private readonly Controller _server;
    private readonly TimeSpan _within;
    private readonly CancellationTokenSource _exchange;
    private readonly Timer _timer;

    public SilenceWatch(Controller server, TimeSpan within, CancellationTokenSource exchange)
    {
        (_server, _within, _exchange) = (server, within, exchange);
        _timer = new Timer(_ => _ = LookAsync(), null, within, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private async Task LookAsync()
    {
        try
        {
            if (await _server.AnswersAsync(_within))
            {
                _timer.Change(_within, Timeout.InfiniteTimeSpan);
            }
            else
            {
                await _exchange.CancelAsync();
            }
        }
        catch (ObjectDisposedException)
        {
            // The exchange was over meanwhile.
        }
    }
}

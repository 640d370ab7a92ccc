namespace RunbookEngine.Arrays.Transport;

/// <summary>Tells a slow answer from a dead array while an exchange is under way: when nothing has come in half the time of one try, that is told to
/// whoever watches, and the server is asked beside it who it is; silence on both for the whole time ends the exchange. Real time, as for every exchange.</summary>
internal sealed class SilenceWatch : IDisposable
{
    private readonly Controller _server;
    private readonly TimeSpan _half;
    private readonly Action _quiet;
    private readonly CancellationTokenSource _exchange;
    private readonly Timer _timer;

    /// <param name="within">Real time for one try.</param>
    /// <param name="quiet">Called when nothing has come for half of it.</param>
    /// <param name="exchange">Cancelled at its end.</param>
    public SilenceWatch(Controller server, TimeSpan within, Action quiet, CancellationTokenSource exchange)
    {
        (_server, _half, _quiet, _exchange) = (server, within / 2, quiet, exchange);
        _timer = new Timer(_ => _ = LookAsync(), null, _half, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The server said nothing on either connection: the exchange was given up.</summary>
    public bool GaveUp { get; private set; }

    public void Dispose() => _timer.Dispose();

    private async Task LookAsync()
    {
        try
        {
            _quiet();
            if (await _server.AnswersAsync(_half))
            {
                _timer.Change(_half, Timeout.InfiniteTimeSpan);
            }
            else
            {
                GaveUp = true;
                await _exchange.CancelAsync();
            }
        }
        catch (ObjectDisposedException)
        {
            // The exchange was over meanwhile.
        }
    }
}

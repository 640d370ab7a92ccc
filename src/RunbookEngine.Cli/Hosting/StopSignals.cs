using System.Runtime.InteropServices;

namespace RunbookEngine.Cli.Hosting;

/// <summary>Ctrl-C and SIGTERM: the first asks the command to stop cleanly, the second leaves at once with 130.</summary>
/// <remarks>The command line library's own handling is switched off: it ends the process after a fixed time, mid-write.</remarks>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly TextWriter _error;
    private int _received;

    public StopSignals(TextWriter error)
    {
        _error = error;
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            _registrations.Add(PosixSignalRegistration.Create(signal, Received));
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        _stop.Dispose();
    }

    private void Received(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _received) > 1)
            Environment.Exit((int)Exit.Stopped);
        if (context.Signal == PosixSignal.SIGINT)
            _error.WriteLine("stopping cleanly; once more leaves at once");
        _stop.Cancel();
    }
}

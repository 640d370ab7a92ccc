using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RunbookEngine.Server.Tests.Api;

/// <summary>Keeps all that a server logs, with its exceptions, so that a test can say what must not be in it.</summary>
internal sealed class LabLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join("\n", _lines);

    public ILogger CreateLogger(string categoryName) => new Kept(_lines, categoryName);

    public void Dispose() { }

    private sealed class Kept(ConcurrentQueue<string> lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
    }
}

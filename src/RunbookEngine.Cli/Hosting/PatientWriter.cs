using System.Text;

namespace RunbookEngine.Cli.Hosting;

/// <summary>Writes to standard output or error as long as that can be done: a full disk, a closed pipe or a missing stream never ends the work that is told of.</summary>
/// <remarks>A document that cannot be written is a failure all the same: see <see cref="Trouble"/>.</remarks>
internal sealed class PatientWriter(TextWriter writer) : TextWriter
{
    private readonly Lock _gate = new();

    /// <summary>Why something was not written, the first time; null while everything was.</summary>
    public string? Trouble { get; private set; }

    public override Encoding Encoding => writer.Encoding;

    public override void Write(char value) => Try(w => w.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(w => w.Write(buffer, index, count));

    public override void Write(string? value) => Try(w => w.Write(value));

    public override void WriteLine(string? value) => Try(w => w.WriteLine(value));

    public override void WriteLine() => Try(w => w.WriteLine());

    public override void Flush() => Try(w => w.Flush());

    public override Task WriteAsync(char value) => Done(() => Write(value));

    public override Task WriteAsync(string? value) => Done(() => Write(value));

    public override Task WriteAsync(char[] buffer, int index, int count) => Done(() => Write(buffer, index, count));

    public override Task WriteLineAsync(string? value) => Done(() => WriteLine(value));

    public override Task FlushAsync() => Done(Flush);

    private static Task Done(Action work)
    {
        work();
        return Task.CompletedTask;
    }

    private void Try(Action<TextWriter> work)
    {
        lock (_gate)
        {
            try
            {
                work(writer);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException or NotSupportedException)
            {
                Trouble ??= e.Message;
            }
        }
    }
}

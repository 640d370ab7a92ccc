using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Output;

/// <summary>The last look at text on its way to a terminal: of control sequences only the colours of <see cref="Ink"/> pass. Texts from outside are made
/// one line where they are put into one (<see cref="SinkText.Line"/>); what was missed there can't move the cursor here.</summary>
internal sealed class TerminalWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override IFormatProvider FormatProvider => inner.FormatProvider;

    [System.Diagnostics.CodeAnalysis.AllowNull]
    public override string NewLine
    {
        get => inner.NewLine;
        set => inner.NewLine = value;
    }

    public override void Write(char value) => inner.Write(char.IsSurrogate(value) ? value.ToString() : SinkText.Terminal(value.ToString()));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value) => inner.Write(Passing(value));

    public override void WriteLine() => inner.WriteLine();

    public override void WriteLine(string? value) => inner.WriteLine(Passing(value));

    /// <summary>One line: what is put into its gaps stays inside it.</summary>
    public void WriteLine(TerminalLine line) => inner.WriteLine(line.ToString());

    public override void Flush() => inner.Flush();

    public override Task FlushAsync() => inner.FlushAsync();

    private static string Passing(string? text) => Passing(text, SinkText.Terminal);

    /// <param name="encode">Encodes what is between the colours.</param>
    internal static string Passing(string? text, Func<string?, string> encode)
    {
        if (text is null || !text.Contains('\e'))
            return encode(text);
        var passing = new StringBuilder(text.Length);
        for (var from = 0; from < text.Length;)
        {
            var at = text.IndexOf('\e', from);
            var end = at < 0 ? text.Length : at;
            passing.Append(encode(text[from..end]));
            if (at < 0)
                break;
            var colour = Ink.Sequences.FirstOrDefault(s => text.AsSpan(at).StartsWith(s, StringComparison.Ordinal));
            passing.Append(colour ?? encode("\e"));
            from = at + (colour?.Length ?? 1);
        }

        return passing.ToString();
    }
}

/// <summary>A line made of fixed text and of texts from outside; these become part of it, whatever they hold.</summary>
[InterpolatedStringHandler]
internal readonly struct TerminalLine
{
    private readonly StringBuilder _text;

    public TerminalLine(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 16));

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted<T>(T value) => AppendFormatted(value, 0, null);

    public void AppendFormatted<T>(T value, string? format) => AppendFormatted(value, 0, format);

    public void AppendFormatted<T>(T value, int alignment, string? format = null)
    {
        var text = value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString();
        text = TerminalWriter.Passing(text, SinkText.Line);
        _text.Append(alignment < 0 ? text.PadRight(-alignment) : text.PadLeft(alignment));
    }

    public override string ToString() => _text.ToString();
}

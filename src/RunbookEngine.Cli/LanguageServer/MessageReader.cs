using System.Text;

namespace RunbookEngine.Cli.LanguageServer;

/// <summary>Cuts a stream into messages: headers with a <c>Content-Length</c>, an empty line, that many bytes.</summary>
internal sealed class MessageReader(Stream stream)
{
    /// <summary>Bytes of one message. Larger ones are skipped and reported.</summary>
    public const int MaxContent = 16 * 1024 * 1024;

    /// <summary>Bytes of all headers of a message.</summary>
    private const int MaxHeaders = 4096;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next message; null at the end of the stream.</summary>
    /// <exception cref="ProtocolException">The headers cannot be read; where the next message starts is then unknown.</exception>
    public async Task<Message?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await HeadersAsync(cancellationToken) is not { } length)
            return null;
        if (length > MaxContent)
        {
            for (var left = length; left > 0;)
            {
                if (_start == _end && !await FillAsync(cancellationToken))
                    return null;
                var skipped = (int)Math.Min(left, _end - _start);
                _start += skipped;
                left -= skipped;
            }

            return new Message(null, length);
        }

        var content = new byte[length];
        for (var at = 0; at < content.Length;)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
                return null;
            var count = Math.Min(content.Length - at, _end - _start);
            _buffer.AsSpan(_start, count).CopyTo(content.AsSpan(at));
            _start += count;
            at += count;
        }

        return new Message(content, length);
    }

    private async Task<long?> HeadersAsync(CancellationToken cancellationToken)
    {
        long? length = null;
        var line = new StringBuilder();
        for (var count = 0; ; count++)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
                return null;
            if (count >= MaxHeaders)
                throw new ProtocolException($"the headers of a message have more than {MaxHeaders} bytes");
            var c = (char)_buffer[_start++];
            if (c != '\n')
            {
                line.Append(c);
                continue;
            }

            var header = line.ToString().TrimEnd('\r');
            line.Clear();
            if (header.Length == 0)
                return length ?? throw new ProtocolException("a message has no Content-Length");
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && header[..colon].Trim().Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                length = long.TryParse(header[(colon + 1)..].Trim(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
                    ? number : throw new ProtocolException("a Content-Length is no number");
            }
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        (_start, _end) = (0, await stream.ReadAsync(_buffer, cancellationToken));
        return _end > 0;
    }
}

/// <param name="Content">Null when it was too large.</param>
/// <param name="Length">Bytes it announced.</param>
internal sealed record Message(byte[]? Content, long Length);

/// <summary>The other side does not speak the protocol.</summary>
internal sealed class ProtocolException(string message) : Exception(message);

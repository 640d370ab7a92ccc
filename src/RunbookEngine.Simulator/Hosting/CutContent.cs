using System.Net;

namespace RunbookEngine.Simulator.Hosting;

/// <summary>A body whose connection breaks after some of its bytes, as a real one would: its length is announced and never reached.</summary>
internal sealed class CutContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly int _sent;

    public CutContent(ReadOnlyMemory<byte> body, int sent)
    {
        (_body, _sent) = (body, Math.Min(sent, body.Length));
        Headers.ContentLength = body.Length;
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(_body[.._sent]);
        throw new HttpIOException(HttpRequestError.ResponseEnded, "The simulated array closed the connection in the middle of its answer.");
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}

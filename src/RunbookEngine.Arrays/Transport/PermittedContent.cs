using System.Net;

namespace RunbookEngine.Arrays.Transport;

/// <summary>A request body that asks for permission as the last thing before it is written. By then the connection stands, which may have taken half a
/// minute, and the headers wait in the same buffer: when it is denied, the server never gets a whole request.</summary>
/// <param name="permit">Throws when the request must not leave; null: nothing stands in the way.</param>
public sealed class PermittedContent(byte[] body, Action? permit) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        permit?.Invoke();
        await stream.WriteAsync(body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}

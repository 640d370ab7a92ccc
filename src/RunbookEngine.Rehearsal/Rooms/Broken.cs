using System.Net;
using System.Text;

namespace RunbookEngine.Rehearsal.Rooms;

/// <summary>How lost and broken answers look to a client.</summary>
internal static class Broken
{
    public static HttpRequestException Connection() => new(HttpRequestError.ResponseEnded, "The connection ended before an answer came (rehearsed).");

    public static HttpResponseMessage Busy(HttpRequestMessage request) => new(HttpStatusCode.ServiceUnavailable)
    {
        RequestMessage = request,
        Content = new StringContent(
            """{"errorSource":"","messageId":"KART00003-E","message":"The REST API server is busy (rehearsed).","solution":"Wait and try again.","solutionType":"RETRY"}""",
            Encoding.UTF8, "application/json"),
    };

    /// <summary>The status and the headers arrive, and the first byte of the body.</summary>
    public static HttpResponseMessage InTheMiddle(HttpResponseMessage whole)
    {
        var cut = new HttpResponseMessage(whole.StatusCode) { RequestMessage = whole.RequestMessage, Content = new StreamContent(new CutStream()) };
        whole.Dispose();
        return cut;
    }

    private sealed class CutStream : MemoryStream
    {
        private bool _given;

        public override int Read(byte[] buffer, int offset, int count) => Give(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer) => Give(buffer);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Task.FromResult(Give(buffer.AsSpan(offset, count)));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Give(buffer.Span));

        private int Give(Span<byte> buffer)
        {
            if (_given || buffer.Length == 0)
                throw new IOException("The connection was cut in the middle of the answer (rehearsed).");
            (_given, buffer[0]) = (true, (byte)'{');
            return 1;
        }
    }
}

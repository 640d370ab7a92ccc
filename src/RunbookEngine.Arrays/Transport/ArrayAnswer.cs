using System.Net;

namespace RunbookEngine.Arrays.Transport;

/// <summary>A whole answer, read to the end, and the server that gave it.</summary>
internal sealed record ArrayAnswer(Controller Source, HttpStatusCode Status, string Body, TimeSpan? RetryAfter)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;
}

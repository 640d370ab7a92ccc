using System.Net.Http;
using RunbookEngine.Arrays.Connections;
using RunbookEngine.Arrays.Errors;

namespace RunbookEngine.Arrays.Transport;

/// <summary>What a failure below HTTP means: not reached, or reached and not heard from again.</summary>
internal static class TransportErrors
{
    /// <param name="silence">The exchange was given up after this time of silence; null: it ran into its own limit.</param>
    public static ArrayError From(Exception e, ArrayConnection connection, Uri endpoint, HttpCall call, TimeSpan? silence = null)
    {
        var address = endpoint.GetLeftPart(UriPartial.Authority);
        var basis = new ArrayError
        {
            Kind = ArrayErrorKind.NotReached,
            Array = connection.Name,
            Endpoint = endpoint.ToString(),
            Request = call.Text,
            Message = "",
            Cause = Innermost(e),
            MayPass = true,
        };
        return e switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => basis with
            {
                Message = $"cannot be reached: the host name {endpoint.Host} is not known",
                Solution = $"Check the endpoint {address} in the environment, and the name service.",
            },
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => basis with
            {
                Message = $"cannot be reached: no trusted TLS connection to {address}",
                Solution = "Name the array's certificate or its CA in tls.caFile; the host name must match it, and the port must be the TLS port.",
                MayPass = false,
            },
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => basis with
            {
                Message = $"cannot be reached: no connection to {address}",
                Solution = "Check the endpoint in the environment, that the array's REST server is up, and the firewall between.",
            },
            OperationCanceledException { InnerException: TimeoutException } => basis with
            {
                Message = $"cannot be reached: {address} did not take the connection in time",
                Solution = "Check the endpoint in the environment, that the array's REST server is up, and the firewall between.",
            },
            OperationCanceledException => Lost(basis, call) with
            {
                Message = $"no answer within {(silence ?? connection.Limits.RequestTimeout).TotalSeconds:0.###} s",
                Cause = null,
            },
            _ => Lost(basis, call),
        };
    }

    public static ArrayError TooBig(ArrayConnection connection, Uri endpoint, HttpCall call, int status) => new()
    {
        Kind = ArrayErrorKind.BadAnswer,
        Array = connection.Name,
        Endpoint = endpoint.ToString(),
        Request = call.Text,
        HttpStatus = status,
        Message = $"the answer is longer than {connection.Limits.MaxAnswerBytes:#,0} bytes and was not read",
        MayHaveHappened = call.ChangesState,
    };

    private static ArrayError Lost(ArrayError basis, HttpCall call) => basis with
    {
        Kind = ArrayErrorKind.AnswerLost,
        Message = "the connection ended before the answer was complete",
        Solution = call.ChangesState ? "Whether the request took effect must be read from the array before it is sent again." : null,
        MayHaveHappened = call.ChangesState,
    };

    private static string Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
        {
            e = inner;
        }
        return e.Message;
    }
}

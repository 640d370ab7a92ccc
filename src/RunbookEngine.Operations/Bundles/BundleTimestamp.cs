using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace RunbookEngine.Operations.Bundles;

/// <summary>A time stamp (RFC 3161) over the signature: somebody else says that it was there by then.</summary>
public static class BundleTimestamp
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of an answer.</summary>
    private const int MaxAnswer = 1 << 20;

    /// <exception cref="CommandFailure">The authority cannot be reached, or its answer does not hold.</exception>
    public static async Task<byte[]> AskAsync(HttpClient http, Uri authority, byte[] signature, CancellationToken cancellationToken)
    {
        var request = Rfc3161TimestampRequest.CreateFromData(signature, HashAlgorithmName.SHA256, nonce: RandomNumberGenerator.GetBytes(8), requestSignerCertificates: true);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            using var body = new ByteArrayContent(request.Encode());
            body.Headers.ContentType = new("application/timestamp-query");
            using var message = new HttpRequestMessage(HttpMethod.Post, authority) { Content = body };
            using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (!answer.IsSuccessStatusCode)
                throw Failed(authority, $"it answered {(int)answer.StatusCode}");
            await using var stream = await answer.Content.ReadAsStreamAsync(limit.Token);
            using var bytes = new MemoryStream();
            var buffer = new byte[8192];
            for (int count; (count = await stream.ReadAsync(buffer, limit.Token)) > 0;)
            {
                bytes.Write(buffer, 0, count);
                if (bytes.Length > MaxAnswer)
                    throw Failed(authority, "its answer is too long");
            }

            return request.ProcessResponse(bytes.ToArray(), out _).AsSignedCms().Encode();
        }
        catch (Exception e) when (e is HttpRequestException or CryptographicException or IOException)
        {
            throw Failed(authority, e.Message, e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(authority, $"nothing within {Longest.TotalSeconds:0} s");
        }
    }

    /// <summary>What is wrong with a stamp, or when it was given.</summary>
    public static (string? Problem, DateTimeOffset? At) Check(byte[] stamp, byte[] signature)
    {
        if (!Rfc3161TimestampToken.TryDecode(stamp, out var token, out var used) || used != stamp.Length)
            return ("the time stamp cannot be read", null);
        return token.VerifySignatureForData(signature, out _) ? (null, token.TokenInfo.Timestamp) : ("the time stamp is of another signature, or was changed", null);
    }

    private static CommandFailure Failed(Uri authority, string why, Exception? inner = null) => new(
        Exit.Unreachable, $"the time stamping authority {authority.GetLeftPart(UriPartial.Path)} gave no time stamp: {why}", "try again later, or leave out evidence.timestamp: the bundle is signed without it", inner!);
}

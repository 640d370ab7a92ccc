using System.Text;

namespace RunbookEngine.Arrays.Requests;

/// <summary>A change exactly as it would be sent: it can be shown, written down, read back and sent, byte for byte.
/// It holds no secret; session tokens are added when it is sent.</summary>
public sealed record ArrayRequest
{
    /// <summary>Alias of the array it goes to.</summary>
    public required string Array { get; init; }

    public required string StorageDeviceId { get; init; }

    /// <summary>POST or DELETE (PUT and PATCH for a few settings).</summary>
    public required string Method { get; init; }

    /// <summary>Begins with <c>/ConfigurationManager/v1/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Headers of its own; those of every request (Accept, Authorization) are not listed.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>JSON text; null is a body of no bytes.</summary>
    public string? Body { get; init; }

    /// <summary>The array whose session goes along as <c>Remote-Authorization</c>; null for none.</summary>
    public string? PartnerStorageDeviceId { get; init; }

    /// <summary>Several lines for people: method and path, headers with masked tokens, body.</summary>
    public string ToText()
    {
        var text = new StringBuilder($"{Method} {Path}\n");
        text.Append("Authorization: Session ***\n");
        if (PartnerStorageDeviceId is not null)
        {
            text.Append($"Remote-Authorization: Session *** (of {PartnerStorageDeviceId})\n");
        }
        foreach (var (name, value) in Headers)
        {
            text.Append($"{name}: {value}\n");
        }
        return text.Append(Body is null ? "Content-Length: 0\n" : $"\n{Body}\n").ToString();
    }
}

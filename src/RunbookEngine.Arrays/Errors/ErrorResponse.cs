using System.Text.Json;

namespace RunbookEngine.Arrays.Errors;

/// <summary>The error object, alone as an answer or inside a job.</summary>
internal sealed record ErrorResponse(
    string? ErrorSource,
    string? Message,
    string? Cause,
    string? Solution,
    string? SolutionType,
    string? MessageId,
    JsonElement? ErrorCode,
    string? DetailCode)
{
    /// <summary>An answer is an error object when it says where the error is or which one.</summary>
    public bool IsError => ErrorSource is not null || MessageId is not null;

    public string? Code(string name) =>
        ErrorCode is { ValueKind: JsonValueKind.Object } codes && codes.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()?.ToUpperInvariant()
            : null;
}

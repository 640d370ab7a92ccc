using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Sinks;

namespace RunbookEngine.Operations.Telling;

/// <summary>How JSON documents are printed.</summary>
public static class JsonText
{
    public static JsonSerializerOptions Indented { get; } = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 160,
    };

    /// <summary>The document, indented. It may be shown in a terminal: what would act there is escaped.</summary>
    public static string Write(JsonNode document) => SinkText.Json(document.ToJsonString(Indented));

    /// <summary>A time in UTC to the millisecond, or null.</summary>
    public static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

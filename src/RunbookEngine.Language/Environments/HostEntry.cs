using System.Text.Json;
using System.Text.Json.Serialization;

namespace RunbookEngine.Language.Environments;

/// <summary>A machine on which <c>command</c> can run.</summary>
public sealed record HostEntry
{
    /// <summary>Name or IP address.</summary>
    public required string Address { get; init; }

    /// <summary>Default 22.</summary>
    public int? Port { get; init; }

    public required string User { get; init; }

    /// <summary>Where the private key is found: <c>file:PATH</c> of the key file, or a reference to its text.</summary>
    public required string Credentials { get; init; }

    /// <summary>The keys that it may show, as <c>known_hosts</c> has them without the name: <c>ssh-ed25519 AAAA…</c>.</summary>
    [JsonConverter(typeof(OneOrMany))]
    public required IReadOnlyList<string> HostKey { get; init; }

    /// <summary>Default 15 s.</summary>
    public TimeSpan? ConnectTimeout { get; init; }

    public string? Description { get; init; }
}

/// <summary>One text, or a list of them.</summary>
internal sealed class OneOrMany : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? [reader.GetString()!] : JsonSerializer.Deserialize<string[]>(ref reader, options)!;

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.ToArray(), options);
}

using System.Text.Json;
using System.Text.Json.Serialization;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Journal;

/// <summary>Writes a small id type as the text people see.</summary>
public abstract class TextConverter<T>(Func<string, T> parse) : JsonConverter<T>
    where T : struct
{
    public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        parse(reader.GetString() ?? throw new JsonException($"A {typeof(T).Name} is a string."));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

public sealed class StepIdConverter() : TextConverter<StepId>(text => new StepId(text));

public sealed class StepKeyConverter() : TextConverter<StepKey>(StepKey.Parse);

public sealed class RunIdConverter() : TextConverter<RunId>(text => RunId.TryParse(text) ?? throw new JsonException($"'{text}' is not a run id."));

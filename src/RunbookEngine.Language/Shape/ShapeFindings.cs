using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Shape;

/// <summary>One complaint of the schema as a diagnostic.</summary>
internal static class ShapeFindings
{
    public static Diagnostic Of(Violation error) => Of(error, error.Node);

    private static Diagnostic Of(Violation error, DocumentNode node) => error.Kind switch
    {
        ViolationKind.UnknownProperty => UnknownKey(error, node),
        ViolationKind.PropertyMissing => Missing(error, node),
        ViolationKind.TooFewEntries =>
            Error(Codes.OutOfRange, node, $"{Named(error)}at least one entry is needed"),
        ViolationKind.TooManyEntries =>
            Error(Codes.OutOfRange, node, $"{Named(error)}too many entries"),
        ViolationKind.EntriesNotUnique => Error(Codes.OutOfRange, node, $"{Named(error)}an entry is there twice"),
        ViolationKind.TextTooLong => Error(Codes.OutOfRange, node, $"{Named(error)}at most {error.Schema.MaxLength} characters"),
        ViolationKind.TextTooShort when Expectation.Title(error.Schema) == "reason" =>
            Error(Codes.RollbackReason, node, "`rollback: none` needs a reason", "say why it is all right to leave the step as it is"),
        ViolationKind.TextTooShort => Error(Codes.OutOfRange, node, $"{Named(error)}a text is needed"),
        ViolationKind.NumberTooSmall or ViolationKind.NumberTooBig when Expectation.Title(error.Schema) == "ldev" =>
            Value(error, node),
        ViolationKind.NumberTooSmall or ViolationKind.NumberTooBig =>
            Error(Codes.OutOfRange, node, $"{Named(error)}expected {Expectation.Of(error.Schema)}, found {Written(node)}"),
        ViolationKind.PatternMismatch => Pattern(error, node),
        ViolationKind.NotInEnumeration or ViolationKind.NotAnyOf when node is ScalarNode scalar && Expectation.Values(error.Schema).Any() =>
            Listed(error, scalar),
        _ => Value(error, node),
    };

    private static Diagnostic UnknownKey(Violation error, DocumentNode node)
    {
        var (key, known) = (error.Property ?? "", error.Schema.Actual.Properties.Keys.ToList());
        var help = key == "<<" ? "merge keys have no meaning here: write the keys out"
            : Suggestion.For(key, known)
            ?? (KnownPlaces.Of(key, known) is { } place ? place
            : known.Count is > 0 and <= 12 ? $"known here: {string.Join(", ", known)}" : null);
        return Error(Codes.UnknownKey, node, $"unknown key `{key}`", help);
    }

    private static Diagnostic Missing(Violation error, DocumentNode node)
    {
        var key = error.Property ?? "";
        var wanted = error.Schema.Actual.Properties.TryGetValue(key, out var schema) ? schema : null;
        var at = node is MapNode { Entries: [var first, ..] } ? first.Key.At : node.At;
        return Diagnostic.Error(Codes.MissingKey, at, $"`{key}` is missing", wanted?.Description is { } text ? $"{key}: {text}" : null);
    }

    private static Diagnostic Pattern(Violation error, DocumentNode node) => Expectation.Title(error.Schema) switch
    {
        "duration" => Value(error, node),
        "secret reference" => Error(Codes.SecretReference, node, $"{Named(error)}a secret is never written here, only where it is found",
            "write env:NAME, file:PATH or command:PROGRAM"),
        _ when error.Schema.Pattern is { } pattern && pattern.Contains(@"\$\{\{", StringComparison.Ordinal) => Value(error, node),
        "URL" => Error(Codes.WrongForm, node, $"{Named(error)}{Written(node)} is no URL", "it starts with https:// or http://"),
        "storage device id" => Error(Codes.WrongForm, node, $"{Named(error)}{Written(node)} is no storage device id", "12 letters or digits in quotes, such as \"900000040014\""),
        _ => Error(Codes.WrongForm, node, $"{Named(error)}{Written(node)} is not allowed here", FormHelp(error.Schema.Pattern)),
    };

    private static string? FormHelp(string? pattern) => pattern switch
    {
        null => null,
        _ when pattern.StartsWith("^[a-z0-9][a-z0-9-]", StringComparison.Ordinal) => "small letters, digits and hyphens, up to 63 characters",
        _ when pattern.StartsWith("^[A-Za-z][A-Za-z0-9_-]", StringComparison.Ordinal) => "a letter, then letters, digits, hyphens or underscores, up to 63 characters",
        _ when pattern.StartsWith("^[A-Za-z_][A-Za-z0-9_]*", StringComparison.Ordinal) => "a letter, then letters, digits or underscores",
        _ => $"it must match {pattern}",
    };

    private static Diagnostic Listed(Violation error, ScalarNode node)
    {
        var known = Expectation.Values(error.Schema).Distinct().ToList();
        var help = Suggestion.For(node.Raw, known)
            ?? known.Where(k => k.Equals(node.Raw, StringComparison.OrdinalIgnoreCase)).Select(k => $"did you mean `{k}`?").FirstOrDefault();
        return Error(Codes.NotAllowedValue, node, $"{Named(error)}expected {Expectation.Of(error.Schema)}, found {Written(node)}", help);
    }

    private static Diagnostic Value(Violation error, DocumentNode node)
    {
        var (code, help) = (Expectation.Title(error.Schema), node) switch
        {
            ("duration", ScalarNode { Value: ScalarValue.Integer } bare) =>
                (Codes.Duration, $"a bare number has no unit: write {bare.Raw}s, {bare.Raw}m or {bare.Raw}h"),
            ("duration", _) => (Codes.Duration, "units are d, h, m and s, once each, largest first"),
            ("ldev", _) => (Codes.Ldev, "write it as 1234, 0x4D2 or 00:04:D2"),
            ("time of day", _) => (Codes.TimeOfDay, "write it in quotes"),
            (_, ScalarNode { IsPlain: true } word) when ScalarValue.IsOldBoolean(word.Raw) => (Codes.WrongType, "write true or false"),
            (_, ScalarNode { IsPlain: true, Value: ScalarValue.Integer or ScalarValue.Number or ScalarValue.Boolean } text) when WantsText(error.Schema) =>
                (Codes.WrongType, $"write \"{text.Raw}\" in quotes"),
            _ => (Codes.WrongType, (string?)null),
        };
        return Error(code, node, $"{Named(error)}expected {Expectation.Of(error.Schema)}, found {Written(node)}", help);
    }

    private static bool WantsText(SchemaNode schema) =>
        schema.Actual is { Types: SchemaTypes.String } text && text.Pattern?.Contains(@"\$\{\{", StringComparison.Ordinal) != true;

    private static string Named(Violation error) =>
        error.Property is { Length: > 0 } name ? $"`{name}`: " : "";

    private static string Written(DocumentNode node) => node switch
    {
        ScalarNode { Value: ScalarValue.Null } => "nothing",
        ScalarNode scalar => $"`{Short(scalar.Raw)}`",
        _ => node.Kind,
    };

    private static string Short(string text)
    {
        var line = text.Split('\n')[0];
        return line.Length > 40 ? line[..40] + "…" : line;
    }

    private static Diagnostic Error(string code, DocumentNode node, string message, string? help = null) =>
        Diagnostic.Error(code, node.At, message, help);
}

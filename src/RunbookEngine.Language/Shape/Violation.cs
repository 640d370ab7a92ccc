using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Shape;

/// <summary>Which keyword of a schema a value breaks.</summary>
internal enum ViolationKind
{
    WrongType,
    NoTypeFits,
    UnknownProperty,
    PropertyMissing,
    TooFewEntries,
    TooManyEntries,
    EntriesNotUnique,
    TextTooLong,
    TextTooShort,
    NumberTooSmall,
    NumberTooBig,
    PatternMismatch,
    NotInEnumeration,
    NotAnyOf,
    NotAllOf,
    BelowIsWrong,
}

/// <summary>One keyword that a value breaks.</summary>
/// <param name="Property">The key under which the value stands, or that is missing or unknown; null inside of an alternative or a list.</param>
/// <param name="Branches">What each alternative, each combined schema, or the schema of the entry complains about.</param>
/// <param name="ByType">Of a schema with several types: what each of them complains about.</param>
internal sealed record Violation(
    ViolationKind Kind, string? Property, SchemaNode Schema, DocumentNode Node,
    IReadOnlyList<(SchemaNode Schema, IReadOnlyList<Violation> Violations)>? Branches = null,
    IReadOnlyDictionary<SchemaTypes, IReadOnlyList<Violation>>? ByType = null);

using System.Collections.Immutable;

namespace RunbookEngine.Import.Cci.Shell;

/// <summary>One word of a command.</summary>
/// <param name="Raw">As written, quotes included.</param>
/// <param name="HasPattern">Has <c>*</c>, <c>?</c>, <c>[</c>, <c>~</c> or <c>{</c> outside quotes, which a shell expands.</param>
/// <param name="Quoted">Has quotes, so a shell does not split what a variable gives.</param>
internal sealed record ShellWord(string Raw, ImmutableArray<WordPart> Parts, bool HasPattern, bool Quoted)
{
    /// <summary>The text when no variable is in it, else null.</summary>
    public string? Literal => Parts.All(p => p is LiteralPart) ? string.Concat(Parts.Select(p => ((LiteralPart)p).Text)) : null;

    public static ShellWord Of(string text) => new(text, [new LiteralPart(text)], false, false);
}

internal abstract record WordPart;

internal sealed record LiteralPart(string Text) : WordPart;

/// <summary><c>$NAME</c> or <c>${NAME}</c>; <c>${NAME:-text}</c> has a default.</summary>
internal sealed record VariablePart(string Name, string? Default = null) : WordPart;

/// <summary><c>$(…)</c> or back quotes.</summary>
internal sealed record SubstitutionPart(string Command) : WordPart;

/// <summary><c>$(( … ))</c>, without its brackets.</summary>
internal sealed record ArithmeticPart(string Text) : WordPart;

/// <summary>An expansion that is only understood by a shell.</summary>
internal sealed record OpaquePart(string Raw) : WordPart;

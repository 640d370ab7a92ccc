using System.Collections.Immutable;

namespace RunbookEngine.Import.Cci.Shell;

/// <summary>A piece of a shell script with the lines it takes, both counted from 1.</summary>
internal abstract record ShellNode(int Line, int EndLine);

/// <summary>A comment that stands on a line of its own.</summary>
internal sealed record CommentNode(int Line) : ShellNode(Line, Line);

/// <summary>Pipelines joined by <c>&amp;&amp;</c> and <c>||</c>.</summary>
internal sealed record CommandListNode(int Line, int EndLine, ImmutableArray<ListEntry> Entries) : ShellNode(Line, EndLine);

internal sealed record IfNode(int Line, int EndLine, ImmutableArray<IfBranch> Branches, ShellBody? Else) : ShellNode(Line, EndLine);

/// <param name="HasList">False for <c>for x; do</c>, which goes over the script's arguments.</param>
internal sealed record ForNode(int Line, int EndLine, string Variable, ImmutableArray<ShellWord> Words, bool HasList, ShellBody Body) : ShellNode(Line, EndLine);

/// <summary><c>for (( start; condition; step ))</c>, each an arithmetic text.</summary>
internal sealed record CountNode(int Line, int EndLine, string Start, string Condition, string Step, ShellBody Body) : ShellNode(Line, EndLine);

/// <summary><c>while</c> or <c>until</c>.</summary>
internal sealed record WhileNode(int Line, int EndLine, bool Until, ShellBody Condition, ShellBody Body) : ShellNode(Line, EndLine);

internal sealed record CaseNode(int Line, int EndLine, ShellWord Subject, ImmutableArray<CaseArm> Arms) : ShellNode(Line, EndLine);

internal sealed record FunctionNode(int Line, int EndLine, string Name, ShellBody Body) : ShellNode(Line, EndLine);

/// <summary>Text the reader does not understand.</summary>
internal sealed record UnreadNode(int Line, int EndLine, string Why) : ShellNode(Line, EndLine);

/// <param name="Line">Line of the word that opens it (<c>then</c>, <c>do</c>, <c>{</c>).</param>
internal sealed record ShellBody(int Line, int EndLine, ImmutableArray<ShellNode> Nodes);

internal sealed record IfBranch(ShellBody Condition, ShellBody Body);

internal sealed record CaseArm(int Line, ImmutableArray<ShellWord> Patterns, ShellBody Body);

internal enum ListJoin
{
    First,
    And,
    Or,
}

internal sealed record ListEntry(ListJoin Join, Pipeline Pipeline);

/// <param name="Text">As written.</param>
/// <param name="Background">Ends in <c>&amp;</c>.</param>
internal sealed record Pipeline(int Line, int EndLine, string Text, bool Negated, bool Background, ImmutableArray<ShellCommand> Commands);

internal abstract record ShellCommand;

/// <param name="Text">As written, redirections included.</param>
/// <param name="HereDocument">What follows <c>&lt;&lt;</c>; null for none.</param>
internal sealed record SimpleCommand(
    ImmutableArray<ShellAssignment> Assignments, ImmutableArray<ShellWord> Words, ImmutableArray<string> Redirections,
    HereDocument? HereDocument, string Text) : ShellCommand;

/// <summary>A block, a loop or the like inside a pipeline or list.</summary>
/// <param name="Redirections">Those of the block as a whole, as written.</param>
internal sealed record CompoundCommand(ShellNode Node, ImmutableArray<string> Redirections, HereDocument? HereDocument) : ShellCommand;

/// <summary><c>{ … }</c> or <c>( … )</c>.</summary>
/// <param name="Subshell">What it sets, and an exit in it, stays inside.</param>
internal sealed record BlockNode(int Line, int EndLine, bool Subshell, ShellBody Body) : ShellNode(Line, EndLine);

/// <param name="Items">Of an array, <c>NAME=(a b)</c>; null for a plain value.</param>
/// <param name="Appends"><c>NAME+=text</c>.</param>
internal sealed record ShellAssignment(string Name, ShellWord Value, ImmutableArray<ShellWord>? Items = null, bool Appends = false);

internal sealed record HereDocument(ShellWord Body);

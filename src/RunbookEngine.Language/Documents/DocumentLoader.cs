using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Expressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RunbookEngine.Language.Documents;

/// <summary>Reads YAML events into a tree with positions, within <see cref="DocumentLimits"/>.</summary>
/// <remarks>The parser's own tree follows aliases without a limit and overflows the stack on deep input; events do neither.</remarks>
public sealed class DocumentLoader
{
    private readonly string _file;
    private readonly string _text;
    private readonly Parser _parser;
    private readonly List<Diagnostic> _found = [];
    private readonly Dictionary<string, (DocumentNode? Node, int Size)> _anchors = new(StringComparer.Ordinal);
    private int _nodes;
    private int _inBrackets;

    private DocumentLoader(string file, string text)
    {
        (_file, _text) = (file, text);
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>The document's root; null when the text is no YAML document at all. Never throws for what an author wrote.</summary>
    public static (DocumentNode? Root, IReadOnlyList<Diagnostic> Found) Load(SourceFile file)
    {
        if (file.Problem is { } problem)
            return (null, [problem]);
        if (file.Text.Length > DocumentLimits.Bytes)
        {
            return (null, [Diagnostic.Error(Codes.TooLarge, SourceSpan.StartOf(file.Name),
                $"the text has {file.Text.Length:N0} characters; at most {DocumentLimits.Bytes:N0} are read")]);
        }

        if (CharacterFindings.OfText(file.Name, file.Text) is { Count: > 0 } hidden)
            return (null, hidden);
        var loader = new DocumentLoader(file.Name, file.Text);
        return (loader.Document(), loader._found);
    }

    private DocumentNode? Document()
    {
        try
        {
            _parser.MoveNext();
            if (!_parser.MoveNext() || _parser.Current is not DocumentStart)
            {
                Error(Codes.Empty, SourceSpan.StartOf(_file), "the file is empty", "`runbook new NAME` writes a runbook to start from");
                return null;
            }

            _parser.MoveNext();
            var root = Node(1);
            _parser.MoveNext();
            if (_parser.MoveNext() && _parser.Current is DocumentStart second)
                Error(Codes.SecondDocument, Span(second), "a second document starts here; a file holds one", "remove the `---` line, or use a file for each");
            return root;
        }
        catch (GiveUpException)
        {
            return null;
        }
        catch (YamlException e)
        {
            _found.Add(SyntaxFindings.Of(_file, _text, e.Start, e.Message));
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException
            or OverflowException or NullReferenceException)
        {
            // The parser answers some malformed texts so; the fault lies after the last thing it understood.
            _found.Add(SyntaxFindings.Of(_file, _text, _parser.Current?.End ?? Mark.Empty, "this is not YAML"));
            return null;
        }
    }

    private DocumentNode Node(int depth)
    {
        if (_parser.Current is not NodeEvent and not AnchorAlias)
            throw new InvalidOperationException();
        if (depth > DocumentLimits.Depth)
            throw GiveUp(Codes.TooDeep, Span(_parser.Current), $"more than {DocumentLimits.Depth} levels of maps and lists");
        Count(1, _parser.Current);
        if (_parser.Current is AnchorAlias alias)
            return Alias(alias);

        var start = (NodeEvent)_parser.Current;
        var (sizeBefore, anchor) = (_nodes, start.Anchor);
        if (!anchor.IsEmpty)
            _anchors[anchor.Value] = (null, 0);
        CheckTag(start);
        DocumentNode node = start switch
        {
            Scalar scalar => Scalar(scalar),
            MappingStart map => Map(map, depth),
            SequenceStart list => List(list, depth),
            _ => throw new InvalidOperationException(),
        };
        if (!anchor.IsEmpty)
            _anchors[anchor.Value] = (node, _nodes - sizeBefore + 1);
        return node;
    }

    private MapNode Map(MappingStart start, int depth)
    {
        var entries = new List<MapEntry>();
        var seen = new Dictionary<string, ScalarNode>(StringComparer.Ordinal);
        var end = Span(start);
        _inBrackets += start.Style == MappingStyle.Flow ? 1 : 0;
        Next();
        while (_parser.Current is not MappingEnd)
        {
            var keyEvent = _parser.Current!;
            if (Node(depth + 1) is not ScalarNode key)
                throw GiveUp(Codes.ComplexKey, Span(keyEvent), "a key must be a single text");
            Next();
            var value = Node(depth + 1);
            Next();
            end = value.At.CompareTo(key.At) > 0 ? value.At : key.At;
            if (seen.TryGetValue(key.Raw, out var first))
                Error(Codes.DuplicateKey, key.At, $"`{key.Raw}` is written twice; the first is in line {first.At.Line}", "keep one of them");
            else
                entries.Add(new MapEntry(key, value));
            seen.TryAdd(key.Raw, key);
        }

        _inBrackets -= start.Style == MappingStyle.Flow ? 1 : 0;
        // `[a, b: c]` holds a map without braces, of which the parser gives no place.
        var begin = _inBrackets > 0 && entries.Count > 0 && Span(start).CompareTo(entries[0].Key.At) < 0 && !IsBrace(start.Start) ? entries[0].Key.At : Span(start);
        return new MapNode(begin.To(Later(end, Span(_parser.Current))), entries);
    }

    private ListNode List(SequenceStart start, int depth)
    {
        var items = new List<DocumentNode>();
        var end = Span(start);
        _inBrackets += start.Style == SequenceStyle.Flow ? 1 : 0;
        Next();
        while (_parser.Current is not SequenceEnd)
        {
            items.Add(Node(depth + 1));
            end = items[^1].At;
            Next();
        }

        _inBrackets -= start.Style == SequenceStyle.Flow ? 1 : 0;
        return new ListNode(Span(start).To(Later(end, Span(_parser.Current))), items);
    }

    private ScalarNode Scalar(Scalar scalar)
    {
        var plain = scalar.Style == ScalarStyle.Plain;
        var asText = !plain || scalar.Tag is { IsEmpty: false, IsNonSpecific: false } && scalar.Tag.Value.EndsWith(":str", StringComparison.Ordinal);
        var value = asText ? ScalarValue.Text : ScalarValue.OfPlain(scalar.Value);
        var multiLine = scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded || scalar.Start.Line != scalar.End.Line;
        // The parser takes them inside brackets for the beginning of a plain text.
        if (_inBrackets > 0 && (scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded || (plain && scalar.Value is ['|' or '>', ..])))
            Error(Codes.Syntax, Span(scalar), "not valid YAML: a text that begins with `|` or `>` cannot stand inside brackets or braces", "write it in quotes, or write the list with `-`");
        var node = new ScalarNode(Span(scalar), scalar.Value, plain, value, multiLine);
        if (CharacterFindings.OfScalar(node) is { } character && _found.Count < DocumentLimits.Findings)
            _found.Add(character);
        return node;
    }

    private DocumentNode Alias(AnchorAlias alias)
    {
        var name = alias.Value.Value;
        if (!_anchors.TryGetValue(name, out var anchored))
            throw GiveUp(Codes.Alias, Span(alias), $"nothing above is named `&{name}`", Suggestion.For(name, _anchors.Keys));
        if (anchored.Node is null)
            throw GiveUp(Codes.Alias, Span(alias), $"`*{name}` stands inside what it names, so it would never end");
        Count(anchored.Size - 1, alias);
        return anchored.Node;
    }

    private void CheckTag(NodeEvent start)
    {
        if (start.Tag is { IsEmpty: false, IsNonSpecific: false } tag && tag.Value != "tag:yaml.org,2002:str")
            Error(Codes.Tag, Span(start), $"the tag `{tag.Value}` has no meaning here", "remove it");
    }

    private void Count(int more, ParsingEvent at)
    {
        _nodes += more;
        if (_nodes > DocumentLimits.Nodes)
        {
            throw GiveUp(Codes.TooManyNodes, Span(at), $"the document has more than {DocumentLimits.Nodes:N0} values, counting what aliases stand for",
                "write fewer aliases of aliases, or split the file");
        }
    }

    private void Next()
    {
        if (!_parser.MoveNext())
            throw new InvalidOperationException();
    }

    private void Error(string code, SourceSpan at, string message, string? help = null)
    {
        if (_found.Count < DocumentLimits.Findings)
            _found.Add(Diagnostic.Error(code, at, message, help));
    }

    private GiveUpException GiveUp(string code, SourceSpan at, string message, string? help = null)
    {
        _found.Add(Diagnostic.Error(code, at, message, help));
        return new GiveUpException();
    }

    private SourceSpan Span(ParsingEvent e) =>
        new(_file, Position(e.Start.Line), Position(e.Start.Column), Position(e.End.Line), Position(e.End.Column));

    private bool IsBrace(Mark at) => at.Index < _text.Length && _text[(int)at.Index] == '{';

    private static int Position(long value) => (int)Math.Clamp(value, 1, int.MaxValue);

    private static SourceSpan Later(SourceSpan a, SourceSpan b) =>
        (a.EndLine, a.EndColumn).CompareTo((b.EndLine, b.EndColumn)) >= 0 ? a : b;

    /// <summary>Leaves the recursion; the finding is recorded already.</summary>
    private sealed class GiveUpException : Exception;
}

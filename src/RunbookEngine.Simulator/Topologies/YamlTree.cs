using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RunbookEngine.Simulator.Topologies;

/// <summary>YAML text to a tree with places. Knows its limits: size, depth and node count; aliases, anchors and tags are refused.</summary>
internal sealed class YamlTree
{
    public const int MaxCharacters = 4 * 1024 * 1024;
    public const int MaxDepth = 16;
    public const int MaxNodes = 200_000;

    private readonly IParser _parser;
    private readonly string _file;
    private int _nodes;

    private YamlTree(IParser parser, string file) => (_parser, _file) = (parser, file);

    public static (YamlNode? Root, TopologyDiagnostic? Error) Read(string text, string file)
    {
        if (text.Length > MaxCharacters)
            return (null, new(file, 1, 1, $"the file has {text.Length} characters; at most {MaxCharacters} are read", "Use ranges for volumes and pairs."));
        // YAML 1.2 and editors see no line end here, the parser does.
        if (text.AsSpan().IndexOfAny('\u0085', '\u2028', '\u2029') is >= 0 and var found)
        {
            var line = text.AsSpan(0, found).Count('\n') + 1;
            return (null, new(file, line, found - text.LastIndexOf('\n', found), $"the character U+{(int)text[found]:X4} ends a line for some readers and not for others", "Remove it."));
        }
        var parser = new Parser(new StringReader(text));
        var tree = new YamlTree(parser, file);
        try
        {
            return (tree.ReadDocument(), null);
        }
        catch (Mistake mistake)
        {
            return (null, mistake.Diagnostic);
        }
        catch (YamlException e)
        {
            // The parser reports a tab at the start of the block around it.
            if (e.Message.Contains("tab", StringComparison.OrdinalIgnoreCase) && TabIn(text) is var (line, column))
                return (null, new(file, line, column, "not well-formed YAML: a tab in the indentation", "Indent with blanks."));
            return (null, new(file, Math.Max(1, (int)e.Start.Line), Math.Max(1, (int)e.Start.Column), "not well-formed YAML: " + e.Message,
                "Check indentation (blanks, no tabs), brackets and quotes here and in the line before."));
        }
        catch (InvalidOperationException)
        {
            // The parser's answer to some malformed flow collections; it carries no place of its own.
            var at = parser.Current?.End ?? Mark.Empty;
            return (null, new(file, Math.Max(1, (int)at.Line), Math.Max(1, (int)at.Column), "not well-formed YAML after this place", "Check brackets and commas."));
        }
    }

    private static (int Line, int Column)? TabIn(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var indent = lines[i].Length - lines[i].TrimStart(' ', '\t').Length;
            if (lines[i].AsSpan(0, indent).IndexOf('\t') is >= 0 and var tab)
                return (i + 1, tab + 1);
        }
        return null;
    }

    private YamlNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
            return null;
        _parser.Consume<DocumentStart>();
        var root = ReadNode(1);
        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out _))
            throw new Mistake(Error(_parser.Current!.Start, "a topology file holds one document", "Remove what follows the line '---' or '...'."));
        return root;
    }

    private YamlNode ReadNode(int depth)
    {
        if (!_parser.MoveNextAccept(out var current))
            throw new InvalidOperationException();
        if (++_nodes > MaxNodes)
            throw new Mistake(Error(current.Start, $"the file has more than {MaxNodes} values", "Use ranges for volumes and pairs."));
        if (depth > MaxDepth)
            throw new Mistake(Error(current.Start, $"nested more than {MaxDepth} levels deep", "A topology needs no more than six."));
        if (current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
            throw new Mistake(Error(current.Start, "anchors and aliases are not used in a topology", "Write the value out."));
        if (current is NodeEvent { Tag.IsEmpty: false })
            throw new Mistake(Error(current.Start, "tags are not used in a topology", "Remove the word that starts with '!'."));
        return current switch
        {
            Scalar s => new YamlScalar((int)s.Start.Line, (int)s.Start.Column, s.Value, s.Style != ScalarStyle.Plain),
            SequenceStart s => ReadSequence(s, depth),
            MappingStart m => ReadMapping(m, depth),
            _ => throw new InvalidOperationException(),
        };
    }

    private YamlSequence ReadSequence(SequenceStart start, int depth)
    {
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(depth + 1));
        return new((int)start.Start.Line, (int)start.Start.Column, items);
    }

    private YamlMapping ReadMapping(MappingStart start, int depth)
    {
        var entries = new List<KeyValuePair<YamlScalar, YamlNode>>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(depth + 1) as YamlScalar
                ?? throw new Mistake(Error(start.Start, "a key must be plain text", "Write 'key: value'."));
            if (!seen.Add(key.Text))
                throw new Mistake(new(_file, key.Line, key.Column, $"'{key.Text}' is given twice", "Keep one of the two."));
            entries.Add(new(key, ReadNode(depth + 1)));
        }
        return new((int)start.Start.Line, (int)start.Start.Column, entries);
    }

    private TopologyDiagnostic Error(Mark at, string message, string help) => new(_file, (int)at.Line, (int)at.Column, message, help);

    private sealed class Mistake(TopologyDiagnostic diagnostic) : Exception
    {
        public TopologyDiagnostic Diagnostic { get; } = diagnostic;
    }
}

internal static class ParserSteps
{
    /// <summary>The next event, moved past.</summary>
    public static bool MoveNextAccept(this IParser parser, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ParsingEvent? current)
    {
        current = null;
        if (parser.Current is null && !parser.MoveNext())
            return false;
        current = parser.Current;
        parser.MoveNext();
        return current is not null;
    }
}

using System.Collections.Immutable;

namespace RunbookEngine.Import.Cci.Shell;

/// <summary>Reads the part of the shell language that storage scripts are written in. What it cannot read becomes an <see cref="UnreadNode"/>.</summary>
internal sealed partial class ShellParser
{
    /// <summary>Blocks inside each other; deeper ones are not read.</summary>
    private const int MaxDepth = 40;

    private readonly string _text;
    private readonly IReadOnlyList<ShellToken> _tokens;
    private int _at;
    private int _depth;

    private ShellParser(string text) => (_text, _tokens) = (text, ShellLexer.Read(text));

    /// <summary>The script's statements in order. Never throws for what is written.</summary>
    public static ImmutableArray<ShellNode> Parse(string text)
    {
        var parser = new ShellParser(text);
        var nodes = ImmutableArray.CreateBuilder<ShellNode>();
        while (true)
        {
            parser.SkipSeparators();
            var start = parser.Current;
            if (start.Kind == ShellTokenKind.End)
                return nodes.ToImmutable();
            try
            {
                nodes.Add(parser.Statement());
            }
            catch (ShellSyntaxException e)
            {
                // What belongs to a broken block must not look as if it stood outside: the rest stays unread.
                var end = parser._tokens[^1].EndLine;
                var column = parser.Current.Start - (text.LastIndexOf('\n', Math.Max(0, Math.Min(parser.Current.Start, text.Length) - 1)) + 1) + 1;
                nodes.Add(new UnreadNode(start.Line, Math.Max(start.Line, end), $"line {parser.Current.Line}, column {column}: {e.Message}"));
                return nodes.ToImmutable();
            }
        }
    }

    private ShellToken Current => _tokens[_at];

    private ShellToken Take() => _tokens[_at] is { Kind: ShellTokenKind.End } end ? end : _tokens[_at++];

    private void SkipSeparators()
    {
        while (Current.Kind == ShellTokenKind.NewLine || Current.Is(";"))
            _at++;
    }

    private void SkipNewLines()
    {
        while (Current.Kind is ShellTokenKind.NewLine or ShellTokenKind.Comment)
            _at++;
    }

    private ShellToken Expect(string text)
    {
        if (!Current.Is(text))
            throw new ShellSyntaxException($"`{text}` is expected in line {Current.Line}{(Current.Kind == ShellTokenKind.Broken ? $": {Current.Text}" : "")}");
        return Take();
    }

    private ShellNode Statement()
    {
        if (Current.Kind == ShellTokenKind.Comment)
            return new CommentNode(Take().Line);
        if (Current.Kind == ShellTokenKind.Broken)
            throw new ShellSyntaxException(Current.Text);
        var list = List();
        return list is { Entries: [{ Pipeline: { Negated: false, Background: false, Commands: [CompoundCommand { Node: var only, Redirections.Length: 0 }] } }] } ? only : list;
    }

    private CommandListNode List()
    {
        var entries = ImmutableArray.CreateBuilder<ListEntry>();
        var join = ListJoin.First;
        while (true)
        {
            entries.Add(new ListEntry(join, Pipeline()));
            if (!Current.Is("&&") && !Current.Is("||"))
                break;
            join = Take().Text == "&&" ? ListJoin.And : ListJoin.Or;
            SkipNewLines();
        }

        if (Current.Is("&"))
        {
            Take();
            entries[^1] = entries[^1] with { Pipeline = entries[^1].Pipeline with { Background = true } };
        }

        return new CommandListNode(entries[0].Pipeline.Line, entries[^1].Pipeline.EndLine, entries.ToImmutable());
    }

    private Pipeline Pipeline()
    {
        var start = _at;
        var negated = false;
        while (Current.Is("!"))
        {
            Take();
            negated = !negated;
        }

        var commands = ImmutableArray.CreateBuilder<ShellCommand>();
        commands.Add(Command());
        while (Current.Is("|") || Current.Is("|&"))
        {
            Take();
            SkipNewLines();
            commands.Add(Command());
        }

        var taken = _tokens.Skip(start).Take(_at - start).ToList();
        if (taken.Count == 0)
            throw new ShellSyntaxException($"a command is expected in line {Current.Line}");
        return new Pipeline(taken[0].Line, taken.Max(t => t.EndLine), _text[taken[0].Start..taken[^1].End], negated, false, commands.ToImmutable());
    }

    private ShellCommand Command()
    {
        if (++_depth > MaxDepth)
            throw new ShellSyntaxException($"more than {MaxDepth} blocks stand inside each other");
        try
        {
            ShellNode? compound = Current switch
            {
                { Kind: ShellTokenKind.Word, Text: "if" } => If(),
                { Kind: ShellTokenKind.Word, Text: "for" } => For(),
                { Kind: ShellTokenKind.Word, Text: "while" or "until" } => While(),
                { Kind: ShellTokenKind.Word, Text: "case" } => Case(),
                { Kind: ShellTokenKind.Word, Text: "{" } => Block("{", "}"),
                { Kind: ShellTokenKind.Operator, Text: "(" } => Block("(", ")"),
                { Kind: ShellTokenKind.Word, Text: "select" or "coproc" } => throw new ShellSyntaxException($"`{Current.Text}` is not read here"),
                { Kind: ShellTokenKind.Word, Text: "function" } => Function(),
                { Kind: ShellTokenKind.Word } when _tokens[_at + 1].Is("(") && _tokens[Math.Min(_at + 2, _tokens.Count - 1)].Is(")") => Function(),
                _ => null,
            };
            if (compound is null)
                return Simple();
            var redirections = ImmutableArray.CreateBuilder<string>();
            HereDocument? document = null;
            while (Current.Kind == ShellTokenKind.Redirection)
            {
                redirections.Add(Current.Text);
                document = Current.HereDocument ?? document;
                compound = compound with { EndLine = Math.Max(compound.EndLine, Take().EndLine) };
            }

            return new CompoundCommand(compound, redirections.ToImmutable(), document);
        }
        finally
        {
            _depth--;
        }
    }

    private SimpleCommand Simple()
    {
        var start = Current;
        var assignments = ImmutableArray.CreateBuilder<ShellAssignment>();
        var words = ImmutableArray.CreateBuilder<ShellWord>();
        var redirections = ImmutableArray.CreateBuilder<string>();
        HereDocument? document = null;
        var end = start.Start;
        while (true)
        {
            if (Current.Kind == ShellTokenKind.Redirection)
            {
                document = Current.HereDocument ?? document;
                redirections.Add(Current.Text);
            }
            else if (Current.Kind != ShellTokenKind.Word)
            {
                break;
            }
            else if (words.Count == 0 && Assignment(Current.Word!) is { } assignment)
            {
                if (assignment.Value.Raw.Length == 0 && _tokens[_at + 1].Is("(") && _tokens[_at + 1].Start == Current.End)
                {
                    Take();
                    assignments.Add(Items(assignment));
                    end = Take().End;
                    continue;
                }

                assignments.Add(assignment);
            }
            else if (words.Count == 0 && Reserved.Contains(Current.Text))
            {
                throw new ShellSyntaxException($"`{Current.Text}` in line {Current.Line} belongs to no block");
            }
            else
            {
                words.Add(Current.Word!);
                if (words is [{ Raw: "[[" }])
                {
                    end = Test(words);
                    continue;
                }
            }

            end = Take().End;
        }

        if (words.Count == 0 && assignments.Count == 0 && redirections.Count == 0)
            throw new ShellSyntaxException(Current.Kind == ShellTokenKind.Broken ? Current.Text : $"`{Current.Text}` in line {Current.Line} is not understood");
        return new SimpleCommand(assignments.ToImmutable(), words.ToImmutable(), redirections.ToImmutable(), document, _text[start.Start..end]);
    }

    // NAME=( … ): the items of an array; the closing bracket is left to the caller.
    private ShellAssignment Items(ShellAssignment assignment)
    {
        Take();
        var items = ImmutableArray.CreateBuilder<ShellWord>();
        while (!Current.Is(")"))
        {
            if (Current.Kind is ShellTokenKind.NewLine or ShellTokenKind.Comment)
                Take();
            else if (Current.Kind == ShellTokenKind.Word)
                items.Add(Take().Word!);
            else
                throw new ShellSyntaxException($"the array {assignment.Name} is not closed");
        }

        return assignment with { Items = items.ToImmutable() };
    }

    // Inside [[ ]] the operators are words.
    private int Test(ImmutableArray<ShellWord>.Builder words)
    {
        Take();
        while (!Current.Is("]]"))
        {
            if (Current.Kind is ShellTokenKind.NewLine or ShellTokenKind.End or ShellTokenKind.Broken)
                throw new ShellSyntaxException($"[[ is not closed in line {Current.Line}");
            var token = Take();
            words.Add(token.Word ?? ShellWord.Of(token.Text));
        }

        words.Add(Current.Word!);
        return Take().End;
    }

    /// <summary>A word that sets a variable; null for any other.</summary>
    public static ShellAssignment? Assignment(ShellWord word)
    {
        var sign = word.Raw.IndexOf('=');
        if (sign <= 0 || char.IsAsciiDigit(word.Raw[0]))
            return null;
        var appends = word.Raw[sign - 1] == '+';
        var name = word.Raw[..(appends ? sign - 1 : sign)];
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            return null;
        return new ShellAssignment(name, WordReader.Read(word.Raw, sign + 1).Word, null, appends);
    }
}

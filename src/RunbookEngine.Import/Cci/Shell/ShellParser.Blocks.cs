using System.Collections.Immutable;

namespace RunbookEngine.Import.Cci.Shell;

/// <summary>Blocks: if, for, while, case, functions, braces.</summary>
internal sealed partial class ShellParser
{
    private static readonly string[] Reserved = ["then", "else", "elif", "fi", "do", "done", "esac", "}", "in"];

    private ShellBody Body(params string[] ends)
    {
        var line = _tokens[Math.Max(0, _at - 1)].Line;
        var nodes = ImmutableArray.CreateBuilder<ShellNode>();
        while (true)
        {
            SkipSeparators();
            if (ends.Any(Current.Is))
                return new ShellBody(line, Current.Line, nodes.ToImmutable());
            if (Current.Kind == ShellTokenKind.End)
                throw new ShellSyntaxException($"the block that starts in line {line} has no `{ends[0]}`");
            nodes.Add(Statement());
        }
    }

    private IfNode If()
    {
        var start = Take();
        var branches = ImmutableArray.CreateBuilder<IfBranch>();
        ShellBody? otherwise = null;
        while (true)
        {
            SkipNewLines();
            var condition = Body("then");
            Expect("then");
            branches.Add(new IfBranch(condition, Body("fi", "else", "elif")));
            var next = Take();
            if (next.Is("elif"))
                continue;
            if (next.Is("else"))
            {
                otherwise = Body("fi");
                next = Expect("fi");
            }

            return new IfNode(start.Line, next.EndLine, branches.ToImmutable(), otherwise);
        }
    }

    private ShellNode For()
    {
        var start = Take();
        var name = Take();
        if (name.Text.StartsWith("((", StringComparison.Ordinal))
            return Count(start, name.Text[2..^2]);
        if (name.Word?.Literal is not { Length: > 0 } variable || !variable.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            throw new ShellSyntaxException($"the `for` in line {start.Line} has no plain variable");
        SkipNewLines();
        var words = ImmutableArray.CreateBuilder<ShellWord>();
        var hasList = Current.Is("in");
        if (hasList)
        {
            Take();
            while (Current.Kind == ShellTokenKind.Word)
                words.Add(Take().Word!);
        }

        SkipSeparators();
        SkipNewLines();
        Expect("do");
        var body = Body("done");
        return new ForNode(start.Line, Expect("done").EndLine, variable, words.ToImmutable(), hasList, body);
    }

    private CountNode Count(ShellToken start, string inside)
    {
        var parts = inside.Split(';');
        if (parts.Length != 3)
            throw new ShellSyntaxException($"the `for (( ))` in line {start.Line} has not three parts");
        SkipSeparators();
        SkipNewLines();
        Expect("do");
        var body = Body("done");
        return new CountNode(start.Line, Expect("done").EndLine, parts[0].Trim(), parts[1].Trim(), parts[2].Trim(), body);
    }

    private WhileNode While()
    {
        var start = Take();
        var condition = Body("do");
        Expect("do");
        var body = Body("done");
        return new WhileNode(start.Line, Expect("done").EndLine, start.Is("until"), condition, body);
    }

    private CaseNode Case()
    {
        var start = Take();
        var subject = Take().Word ?? throw new ShellSyntaxException($"the `case` in line {start.Line} has no word");
        SkipNewLines();
        Expect("in");
        var arms = ImmutableArray.CreateBuilder<CaseArm>();
        while (true)
        {
            SkipSeparators();
            SkipNewLines();
            if (Current.Is("esac"))
                return new CaseNode(start.Line, Take().EndLine, subject, arms.ToImmutable());
            if (Current.Is("("))
                Take();
            var line = Current.Line;
            var patterns = ImmutableArray.CreateBuilder<ShellWord>();
            do
            {
                patterns.Add(Take().Word ?? throw new ShellSyntaxException($"a pattern is expected in line {line}"));
            }
            while (Current.Is("|") && Take() is not null);
            Expect(")");
            var body = Body(";;", ";;&", ";&", "esac");
            if (Current.Is(";;&") || Current.Is(";&"))
                throw new ShellSyntaxException($"an arm that falls through to the next in line {Current.Line}");
            if (Current.Is(";;"))
                body = body with { EndLine = Take().Line };
            arms.Add(new CaseArm(line, patterns.ToImmutable(), body));
        }
    }

    private BlockNode Block(string open, string close)
    {
        var start = Expect(open);
        var body = Body(close);
        return new BlockNode(start.Line, Expect(close).EndLine, open == "(", body);
    }

    private FunctionNode Function()
    {
        var start = Current;
        if (Current.Is("function"))
            Take();
        var name = Take().Word?.Literal ?? throw new ShellSyntaxException($"the function in line {start.Line} has no plain name");
        if (Current.Is("("))
        {
            Take();
            Expect(")");
        }

        SkipNewLines();
        var block = Current.Is("(") ? Block("(", ")") : Block("{", "}");
        var body = block.Subshell ? new ShellBody(block.Line, block.EndLine, [block]) : block.Body;
        return new FunctionNode(start.Line, block.EndLine, name, body);
    }
}

using System.Collections.Immutable;
using RunbookEngine.Language.Importing.Shell;
using RunbookEngine.Language.Importing.Writing;

namespace RunbookEngine.Language.Importing.Translation;

/// <summary>From the statements of a script to the steps and notes of a runbook, in the same order.</summary>
internal sealed partial class ScriptTranslator(string script, GroupBook book, Evidence evidence, bool isFirstReading)
{
    /// <summary>Steps of one runbook; what comes after is not turned.</summary>
    private const int MaxSteps = 2_000;

    /// <summary>Statements read in all, those of functions and unrolled loops each time they stand somewhere.</summary>
    private const int MaxStatements = 20_000;

    /// <summary>Calls of functions inside functions.</summary>
    private const int MaxCalls = 8;

    private readonly StepIds _ids = new();
    private readonly Dictionary<string, FunctionNode> _functions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _loopVariables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _loopGroups = new(StringComparer.Ordinal);
    private List<DraftItem> _items = [];
    private Dictionary<string, DraftStep> _waitless = new(StringComparer.Ordinal);
    private int? _instance;
    private bool _localCopy;
    private string? _folder;
    private LastCommand? _last;
    private int _steps;
    private int _calls;
    private int _statements;
    private bool _thenStops;
    private bool _elseStops;
    private bool _partOfMany;

    public ShellVariables Variables { get; } = new(script);

    /// <summary>Groups the steps act on, as written there, in the order of their first use, with the group that stands for their kind.</summary>
    public List<(string Written, GroupFacts Facts)> Groups { get; } = [];

    /// <summary>Conditions that only a person can decide: input name and the condition as written.</summary>
    public List<(string Input, string Condition, int Line)> Decisions { get; } = [];

    public int Steps => _steps;

    public List<DraftItem> Translate(ImmutableArray<ShellNode> nodes)
    {
        foreach (var function in nodes.OfType<FunctionNode>())
            _functions.TryAdd(function.Name, function);
        Sequence(nodes.AsSpan());
        return _items;
    }

    private void Sequence(ReadOnlySpan<ShellNode> nodes)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            var node = nodes[i];
            var rest = nodes[(i + 1)..];
            if (node is CaseNode choice && AsIf(choice) is { } converted)
                node = converted;
            if (node is IfNode branch && _statements++ < MaxStatements)
            {
                if (If(branch, [.. rest]))
                    return;
            }
            else if (ShellShapes.ExitCode(node) is { } code)
            {
                Exit(node, code, rest);
                return;
            }
            else
            {
                Statement(node);
            }
        }
    }

    private void Statement(ShellNode node)
    {
        if (_steps >= MaxSteps || ++_statements > MaxStatements)
        {
            NotTurned(node, $"the runbook has {MaxSteps} steps already", "split the script");
            return;
        }

        switch (node)
        {
            case CommentNode:
                _items.Add(new DraftNote(node.Line, node.EndLine, null, null));
                break;
            case CommandListNode list:
                List(list);
                break;
            case ForNode loop:
                For(loop);
                break;
            case BlockNode block:
                Sequence(block.Body.Nodes.AsSpan());
                Structure(block.Line, block.EndLine);
                break;
            case FunctionNode function:
                Note(function.Line, function.EndLine, $"the function {function.Name}: its steps stand where it is called");
                break;
            case WhileNode loop:
                While(loop);
                break;
            case CaseNode:
                NotTurned(node, "what it chooses by is known only while the script runs", "write the arms as steps with `when`");
                break;
            case UnreadNode unread:
                NotTurned(node, $"this is not read as shell: {unread.Why}; all that follows is left as it is", "mend the script and import it again, or write the steps by hand");
                break;
            default:
                NotTurned(node, "this is not understood", "write the step by hand");
                break;
        }
    }

    private void Exit(ShellNode node, string code, ReadOnlySpan<ShellNode> rest)
    {
        if (_calls > 0)
            NotTurned(node, "it leaves the function or the script from inside a function", "check that the steps after it should run");
        else if (code is "0" or "" or "$?")
            Note(node.Line, node.EndLine, "a run ends when its steps have ended");
        else
            NotTurned(node, $"a run that comes here would have to fail with {code}", "let a `pair.assert` or `command` step fail on the condition");
        foreach (var unreached in rest)
            Note(unreached.Line, unreached.EndLine, $"never reached: line {node.Line} ends the script");
    }

    private void While(WhileNode loop)
    {
        var polls = ShellShapes.OnlyTells(loop.Body.Nodes, _functions) && ShellShapes.CommandNames(loop.Condition.Nodes).Any(n => n.StartsWith("pair", StringComparison.Ordinal));
        if (polls)
            NotTurned(loop, "it polls the pairs until a condition holds", "pair steps wait for their pairs by themselves; when another status is meant add `pair.wait: { on: GROUP, status: … }`");
        else
            NotTurned(loop, "a runbook has no open loop", "write it as steps, `foreach` over a list, `retry` or `pair.wait`");
    }

    private DraftStep Add(int line, int endLine, string wish, string verb)
    {
        var step = new DraftStep(line, endLine, _ids.Next(wish), verb);
        _items.Add(step);
        _steps++;
        return step;
    }

    private void Note(int line, int endLine, string why) => _items.Add(new DraftNote(line, endLine, why, null));

    private void NotTurned(ShellNode node, string why, string mend) => _items.Add(new DraftNote(node.Line, node.EndLine, why, mend));

    // Lines that only hold a block together.
    private void Structure(int line, int endLine) => _items.Add(new DraftNote(line, endLine, null, null));
}

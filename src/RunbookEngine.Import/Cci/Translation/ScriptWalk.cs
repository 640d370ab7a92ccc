using System.Collections.Immutable;
using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Values;
using RunbookEngine.Import.Report;

namespace RunbookEngine.Import.Cci.Translation;

/// <summary>Walks through the statements of a script as a shell would, with values where they are known and conditions where they are not,
/// and writes down the steps it passes. What it does not understand becomes an <c>unresolved</c> step in its place.</summary>
internal sealed class ScriptWalk
{
    /// <summary>Steps of one runbook; what comes after is not turned.</summary>
    private const int MaxSteps = 2_000;

    /// <summary>Statements read in all, those of functions and loops each time they are passed.</summary>
    private const int MaxStatements = 20_000;

    private readonly Statements.StatementBook _statements;
    private int _passed;

    public ScriptWalk(string script, GroupBook book, Evidence evidence, bool isFirstReading, ImmutableArray<ShellNode> nodes)
    {
        (Book, Evidence, IsFirstReading, Nodes) = (book, evidence, isFirstReading, nodes);
        Variables = new ShellVariables(script);
        Draft = new StepDraft(this);
        Commands = new Commands.CommandBook(this);
        _statements = new Statements.StatementBook(this);
        foreach (var function in AllFunctions(nodes))
            Functions.TryAdd(function.Name, function);
    }

    public GroupBook Book { get; }

    public Evidence Evidence { get; }

    /// <summary>It only learns what the groups are.</summary>
    public bool IsFirstReading { get; }

    /// <summary>The whole script.</summary>
    public ImmutableArray<ShellNode> Nodes { get; }

    public ShellVariables Variables { get; }

    public StepDraft Draft { get; }

    public Commands.CommandBook Commands { get; }

    public Statements.StatementBook Statements => _statements;

    public Dictionary<string, FunctionNode> Functions { get; } = new(StringComparer.Ordinal);

    /// <summary>Functions, loops and subshells that control is in, innermost last.</summary>
    public List<Frame> Frames { get; } = [];

    /// <summary>Conditions that only a person can decide: input name and the condition as written.</summary>
    public List<(string Input, string Condition, int Line)> Decisions { get; } = [];

    /// <summary>What a loop variable of a <c>foreach</c> stands for: its first item, by how it is written.</summary>
    public Dictionary<string, string> LoopGroups { get; } = new(StringComparer.Ordinal);

    /// <summary>A CCI command is run as a program, so its HORCM instance has to run as well.</summary>
    public bool KeepsCci { get; set; }

    public ScriptState State
    {
        get => Variables.State;
        set => Variables.State = value;
    }

    public void Sequence(ImmutableArray<ShellNode> nodes)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            if (State.Dead)
            {
                foreach (var unreached in nodes.Skip(i))
                {
                    if (unreached is CommentNode or FunctionNode)
                        Draft.Note(unreached.Line, unreached.EndLine, null);
                    else
                        Draft.Unreached(unreached.Line, unreached.EndLine, "never reached: the script has ended before");
                }

                return;
            }

            Statement(nodes[i]);
        }
    }

    public void Statement(ShellNode node)
    {
        if (Draft.Steps >= MaxSteps || ++_passed > MaxStatements)
        {
            Hole(node, $"the runbook has {MaxSteps} steps already", "split the script");
            return;
        }

        var mark = Draft.Mark();
        var state = State.Clone();
        try
        {
            _statements.Take(node);
        }
        catch (NotTurnedException e)
        {
            Draft.Back(mark);
            State = state;
            Hole(node, e.Message, e.Mend);
        }
    }

    /// <summary>A place that the runbook cannot pass. What the piece may have set is unknown from here on.</summary>
    public void Hole(ShellNode node, string why, string mend) =>
        Hole(node.Line, node.EndLine, why, mend, Shapes(node));

    public void Hole(int line, int endLine, string why, string mend, IEnumerable<string>? assigned = null)
    {
        Draft.Hole(line, endLine, why, mend);
        State.Last = Outcome.Unknown($"the exit status of line {line}, which is not turned");
        foreach (var name in assigned ?? [])
            Variables.Set(name, new Binding.Unknown($"${name} is set in line {line}, which is not turned"));
    }

    private IEnumerable<string> Shapes(ShellNode node) => [.. ShellShapes.Assigned([node], Functions)];

    /// <summary>An input that a person answers when the run is started.</summary>
    public Condition Decide(string text, int line)
    {
        var known = Decisions.FindIndex(d => d.Line == line && d.Condition == text);
        if (known < 0)
        {
            Decisions.Add(($"decision_{Decisions.Count + 1}", text, line));
            known = Decisions.Count - 1;
        }

        return Condition.Of($"inputs.{Decisions[known].Input}");
    }

    private static IEnumerable<FunctionNode> AllFunctions(IEnumerable<ShellNode> nodes) => nodes.SelectMany(n => n is FunctionNode f ? AllFunctions(f.Body.Nodes).Prepend(f) : AllFunctions(ShellShapes.Inner(n)));
}

/// <summary>What control is in: a function, a loop or a subshell, with the states that leave it early.</summary>
internal sealed class Frame(FrameKind kind)
{
    public FrameKind Kind { get; } = kind;

    /// <summary>By <c>return</c>, <c>break</c>, or the end of a subshell.</summary>
    public List<ScriptState> Left { get; } = [];

    /// <summary>By <c>continue</c>.</summary>
    public List<ScriptState> Continued { get; } = [];
}

internal enum FrameKind
{
    Function,
    Loop,
    Subshell,
}

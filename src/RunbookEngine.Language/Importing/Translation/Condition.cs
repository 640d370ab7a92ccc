using RunbookEngine.Language.Importing.Writing;

namespace RunbookEngine.Language.Importing.Translation;

/// <summary>What an <c>if</c> asks.</summary>
internal abstract record Condition
{
    private Condition() { }

    /// <summary>Whether a command went well: steps are checked without being asked.</summary>
    /// <param name="WhenFailed">True when it holds after a failure.</param>
    public sealed record Outcome(bool WhenFailed, LastCommand? Of) : Condition;

    public sealed record Constant(bool Holds, string Because) : Condition;

    /// <param name="Text">An expression of the runbook.</param>
    /// <param name="OfInputs">It only asks whether an argument was given.</param>
    public sealed record Expression(string Text, bool OfInputs = false) : Condition;

    /// <summary>The exit code of a program that was made a step.</summary>
    public sealed record Program(DraftStep Step, bool Negated) : Condition;

    public Condition Not() => this switch
    {
        Outcome o => o with { WhenFailed = !o.WhenFailed },
        Constant c => c with { Holds = !c.Holds },
        Expression e => e with { Text = $"!({e.Text})" },
        Program p => p with { Negated = !p.Negated },
        _ => this,
    };

    /// <summary>As an expression; null for an outcome.</summary>
    public string? AsExpression => this switch
    {
        Expression e => e.Text,
        Program p => $"steps[\"{p.Step.Id}\"].outputs.exitCode {(p.Negated ? "!=" : "==")} 0",
        Constant c => c.Holds ? "true" : "false",
        _ => null,
    };
}

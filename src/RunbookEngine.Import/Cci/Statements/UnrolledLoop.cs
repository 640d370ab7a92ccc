using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;

namespace RunbookEngine.Import.Cci.Statements;

/// <summary>A loop whose turns are known: its statements once for each turn.</summary>
internal sealed class UnrolledLoop(ScriptWalk walk)
{
    /// <summary>Turns of one loop; more would be no runbook that a person reads.</summary>
    public const int MaxTurns = 64;

    /// <param name="next">Prepares the next turn; false when there is none.</param>
    public void Turn(ShellNode loop, ShellBody body, Func<bool> next)
    {
        walk.Draft.Note(loop.Line, body.Line, null);
        var frame = new Frame(FrameKind.Loop);
        var common = walk.State.Alive;
        walk.Frames.Add(frame);
        try
        {
            for (var turn = 0; !walk.State.Dead && next(); turn++)
            {
                if (turn == MaxTurns)
                    throw new NotTurnedException($"it goes round more than {MaxTurns} times, and each turn would need steps of its own", "write the steps by hand");
                walk.Sequence(body.Nodes);
                if (frame.Continued.Count > 0)
                {
                    walk.State = ScriptState.Join(common, [.. frame.Continued, walk.State]);
                    frame.Continued.Clear();
                }
            }
        }
        finally
        {
            walk.Frames.Remove(frame);
        }

        if (frame.Left.Count > 0)
            walk.State = ScriptState.Join(common, [.. frame.Left, walk.State]);
        walk.Draft.Note(loop.EndLine, loop.EndLine, null);
    }

    public void Count(CountNode loop)
    {
        if (loop.Start.Length > 0)
            Arithmetic.Evaluate(loop.Start, walk.Variables);
        var first = true;
        Turn(loop, loop.Body, () =>
        {
            if (!first && loop.Step.Length > 0)
                Arithmetic.Evaluate(loop.Step, walk.Variables);
            first = false;
            return loop.Condition.Length == 0 || Arithmetic.Evaluate(loop.Condition, walk.Variables) != 0;
        });
    }
}

using System.Globalization;
using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;

namespace RunbookEngine.Import.Cci.Commands;

/// <summary><c>exit</c>, <c>return</c>, <c>break</c>, <c>continue</c>, <c>true</c>, <c>false</c>.</summary>
internal sealed class LeavingCommands(ScriptWalk walk)
{
    public bool Takes(string name) => name is "exit" or "return" or "break" or "continue" or "true" or ":" or "false";

    public void Take(string name, SimpleCommand command, Pipeline pipeline)
    {
        switch (name)
        {
            case "true" or ":" or "false":
                walk.State.Last = Outcome.Const(name == "false" ? 1 : 0);
                walk.Draft.Note(pipeline.Line, pipeline.EndLine, "it does nothing");
                break;
            case "break" or "continue":
                Loop(name, command, pipeline);
                break;
            default:
                Leave(name, command, pipeline);
                break;
        }
    }

    private void Loop(string name, SimpleCommand command, Pipeline pipeline)
    {
        if (command.Words.Length > 1 || walk.Frames.LastOrDefault() is not { Kind: FrameKind.Loop } frame)
            throw new NotTurnedException($"`{name}` leaves something else than the loop it stands in", "write the steps by hand");
        (name == "break" ? frame.Left : frame.Continued).Add(walk.State.Clone());
        walk.State.Dead = true;
        walk.Draft.Note(pipeline.Line, pipeline.EndLine, name == "break" ? "the loop ends here" : "the loop goes on with its next item");
    }

    private void Leave(string name, SimpleCommand command, Pipeline pipeline)
    {
        var outcome = Code(command);
        var frame = walk.Frames.FindLast(f => name == "return" ? f.Kind == FrameKind.Function : f.Kind == FrameKind.Subshell);
        if (name == "return" && frame is null && walk.Frames.Exists(f => f.Kind == FrameKind.Subshell))
            throw new NotTurnedException("`return` leaves something that is no function", "write the steps by hand");
        if (frame is not null)
        {
            var inner = walk.Frames.IndexOf(frame);
            // A loop in between would have to be left as well, and a subshell is left by an exit only.
            if (walk.Frames.Skip(inner + 1).Any(f => f.Kind == FrameKind.Subshell))
                throw new NotTurnedException($"`{name}` in a subshell of a function", "write the steps by hand");
            walk.State.Last = outcome;
            frame.Left.Add(walk.State.Clone());
            walk.State.Dead = true;
            walk.Draft.Note(pipeline.Line, pipeline.EndLine, name == "return" ? "the function ends here" : "the subshell ends here");
            return;
        }

        if (outcome.StopsTheRun || outcome.Code == 0)
        {
            walk.Draft.Note(pipeline.Line, pipeline.EndLine, "the script ends here, and with it the run: what follows runs only where control does not come here");
        }
        else
        {
            var fails = outcome.Ok.Not();
            walk.Statements.Branch.Fail(fails, pipeline.Line, pipeline.EndLine, outcome.Code is > 0 and < 256 ? outcome.Code.Value : 1, "the script gives up here");
            walk.Draft.Note(pipeline.Line, pipeline.EndLine, null);
            walk.State.Stopped = fails.Known == true;
        }

        walk.State.Dead = true;
    }

    private Outcome Code(SimpleCommand command)
    {
        if (command.Words.Length == 1)
            return walk.State.Last;
        if (command.Words.Length > 2)
            throw new NotTurnedException("the code it leaves with is not understood", "write the code out");
        var word = command.Words[1];
        if (word.Parts is [VariablePart { Name: var name }])
        {
            if (walk.Variables.Of(name) is Binding.Status { Of: var status })
                return status;
            if (walk.Variables.Of(name) is Binding.Choice choice)
                return Outcome.Of([.. choice.Ways.Select(w => (Number(w.Value.Constant), w.When))]);
        }

        return Outcome.Const(Number(walk.Variables.Value(word).Constant));
    }

    private static int Number(string? text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code) ? code & 0xFF
        : throw new NotTurnedException("the code it leaves with is not known before the run", "write the code out");
}

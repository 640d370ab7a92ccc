using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;

namespace RunbookEngine.Import.Cci.Statements;

/// <summary><c>{ … }</c> and <c>( … )</c>; what a subshell sets stays inside, and so does an exit.</summary>
internal sealed class BlockStatement(ScriptWalk walk)
{
    public void Take(BlockNode block)
    {
        walk.Draft.Note(block.Line, block.Line, null);
        if (!block.Subshell)
        {
            walk.Sequence(block.Body.Nodes);
        }
        else
        {
            var before = walk.State.Clone();
            var frame = new Frame(FrameKind.Subshell);
            walk.Frames.Add(frame);
            try
            {
                walk.Sequence(block.Body.Nodes);
            }
            finally
            {
                walk.Frames.Remove(frame);
            }

            var after = ScriptState.Join(before.Alive, [.. frame.Left, walk.State]);
            before.Last = after.Last;
            before.Alive = after.Alive;
            before.Dead = after.Dead;
            walk.State = before;
        }

        walk.Draft.Note(block.EndLine, block.EndLine, null);
    }
}

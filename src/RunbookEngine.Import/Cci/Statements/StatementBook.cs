using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;

namespace RunbookEngine.Import.Cci.Statements;

/// <summary>One class for each kind of statement.</summary>
internal sealed class StatementBook(ScriptWalk walk)
{
    public Branch Branch { get; } = new(walk);

    public PipelineStatement Pipelines { get; } = new(walk);

    public FunctionCall Calls { get; } = new(walk);

    public UnrolledLoop Loops { get; } = new(walk);

    /// <summary>Conditions that control is in: there <c>set -e</c> has no meaning.</summary>
    public int Conditional { get; set; }

    private readonly ListStatement _lists = new(walk);
    private readonly IfStatement _ifs = new(walk);
    private readonly CaseStatement _cases = new(walk);
    private readonly ForStatement _fors = new(walk);
    private readonly WhileStatement _whiles = new(walk);
    private readonly BlockStatement _blocks = new(walk);

    /// <exception cref="NotTurnedException">It cannot be said in a runbook.</exception>
    public void Take(ShellNode node)
    {
        switch (node)
        {
            case CommentNode:
                walk.Draft.Note(node.Line, node.EndLine, null);
                break;
            case CommandListNode list:
                _lists.Take(list);
                break;
            case IfNode branch:
                _ifs.Take(branch);
                break;
            case CaseNode choice:
                _cases.Take(choice);
                break;
            case ForNode loop:
                _fors.Take(loop);
                break;
            case CountNode loop:
                Loops.Count(loop);
                break;
            case WhileNode loop:
                _whiles.Take(loop, null);
                break;
            case BlockNode block:
                _blocks.Take(block);
                break;
            case FunctionNode function:
                walk.Functions[function.Name] = function;
                walk.Draft.Note(function.Line, function.EndLine, $"the function {function.Name}: its steps stand where it is called");
                break;
            case UnreadNode unread:
                throw new NotTurnedException($"this is not read as shell: {unread.Why}; all that follows is left as it is", "mend the script and import it again, or write the steps by hand");
            default:
                throw new NotTurnedException("this is not understood", "write the step by hand");
        }
    }

    /// <summary>A loop that reads a text written below it (<c>done &lt;&lt; EOF</c>).</summary>
    public void Take(WhileNode loop, HereDocument? text) => _whiles.Take(loop, text);
}

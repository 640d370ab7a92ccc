using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;

namespace RunbookEngine.Import.Cci.Commands;

/// <summary>A shell elsewhere or as somebody else: <c>ssh HOST "…"</c>, <c>su - USER -c "…"</c>, <c>sh -c "…"</c>. Pair commands in it are pair commands;
/// the HORCM instance is that of the other machine.</summary>
internal sealed class RemoteCommands(ScriptWalk walk)
{
    private static readonly string[] SshFlags = ["-q", "-n", "-T", "-t", "-tt", "-x", "-4", "-6", "-C", "-A", "-a", "-v"];

    private static readonly string[] SshValued = ["-o", "-i", "-p", "-l", "-F", "-c", "-b", "-m"];

    public bool Takes(string name, SimpleCommand command) => name is "ssh" or "rsh" or "remsh" or "su" or "runuser" or "sh" or "bash" or "ksh" or "psexec"
        && command.Words.Any(w => ShellShapes.NamesCci(w.Raw) || w.Parts.OfType<VariablePart>().Any(v => walk.Variables.Of(v.Name) is Binding.Text { Value.Constant: { } text } && ShellShapes.NamesCci(text)))
        || name is "ssh" or "rsh" or "remsh" or "su" or "sh" or "bash" or "ksh" && command.HereDocument is { } document && ShellShapes.NamesCci(document.Body.Raw);

    public void Take(string name, SimpleCommand command, Pipeline pipeline)
    {
        if (command.HereDocument is not null)
            throw new NotTurnedException($"pair commands in a text that {name} reads", "write them into the script itself and import it again");
        walk.Commands.KeptOutput(command, pipeline);
        var words = command.Words.Skip(1).ToList();
        var text = name switch
        {
            "su" or "runuser" => AfterC(words),
            "sh" or "bash" or "ksh" => AfterC(words),
            _ => AfterHost(name, words),
        };
        var constant = text ?? throw new NotTurnedException($"what {name} runs is not known before the run", "write the pair commands into the script itself");
        var nodes = ShellParser.Parse(constant);
        if (nodes.Any(n => n is UnreadNode) || nodes.SelectMany(ShellShapes.Commands).Any(c => ShellShapes.Name(c) is "" && c.Words.Length > 0))
            throw new NotTurnedException($"what {name} runs is not read as shell", "write the pair commands into the script itself");
        // Everything in it stands in one line of the script.
        var moved = nodes.Select(n => Lines.Move(n, pipeline.Line, pipeline.EndLine)).ToList();
        if (moved.SelectMany(ShellShapes.Commands).Any(c => !Known(c)))
            throw new NotTurnedException($"{name} runs pair commands together with other programs", "divide it: the pair commands into the script itself, the programs behind an ssh of their own");
        walk.Statement(new BlockNode(pipeline.Line, pipeline.EndLine, true, new ShellBody(pipeline.Line, pipeline.EndLine, [.. moved])));
    }

    private bool Known(SimpleCommand command)
    {
        var name = ShellShapes.Name(command);
        return command.Words.Length == 0 || ShellShapes.NamesCci(name) || ShellShapes.Messages.Contains(name)
            || name is "export" or "sleep" or "exit" or "." or "sudo" or "env" or "[" or "test" or "horcmstart.sh" or "horcmshutdown.sh" or "timeout" or "nohup";
    }

    private string? AfterC(List<ShellWord> words)
    {
        var at = words.FindIndex(w => w.Raw is "-c" or "-lc" or "-ec" or "--command");
        return at >= 0 && at + 1 == words.Count - 1 ? walk.Variables.Value(words[at + 1]).Constant : null;
    }

    private string? AfterHost(string name, List<ShellWord> words)
    {
        var at = 0;
        if (name != "psexec")
        {
            while (at < words.Count && words[at].Literal is ['-', ..] option)
            {
                if (!SshFlags.Contains(option) && !SshValued.Contains(option) && !(option.StartsWith("-o", StringComparison.Ordinal) && option.Length > 2))
                    return null;
                at += SshValued.Contains(option) ? 2 : 1;
            }
        }

        // The host itself may be anything.
        at++;
        if (at >= words.Count)
            return null;
        var rest = words.Skip(at).Select(w => walk.Variables.Value(w).Constant).ToList();
        return rest.Any(r => r is null) ? null : string.Join(' ', rest);
    }
}

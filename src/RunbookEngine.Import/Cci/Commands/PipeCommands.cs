using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Import.Cci.Commands;

/// <summary>Several commands in a pipe: readings that are searched for a status, messages, and programs.</summary>
internal sealed class PipeCommands(ScriptWalk walk)
{
    private static readonly string[] StatusWords = ["SMPL", "COPY", "RCPY", "PAIR", "PSUS", "SSUS", "PSUE", "PFUL", "PFUS", "SSWS"];

    private static readonly string[] Readers = ["tee", "logger", "cat", "mail", "mailx", "sendmail", "tail", "head", "more", "less", "sort", "awk", "sed", "cut", "grep", "egrep", "fgrep", "column", "pr", "tr", "wc", "uniq", "nl"];

    public void Take(Pipeline pipeline)
    {
        if (pipeline.Commands.OfType<CompoundCommand>().Any())
            throw new NotTurnedException("a block in the middle of a pipe", "write the steps by hand");
        var commands = pipeline.Commands.Cast<SimpleCommand>().ToList();
        var names = commands.Select(NameOf).ToList();
        if (CciCall.Knows(names[0]) || names[0] is "raidcom" or "raidqry" or "raidscan")
            Pair(commands, names, pipeline);
        else if (names.Any(ShellShapes.NamesCci))
            throw new NotTurnedException("a CCI command in the middle of a pipe", "write the steps by hand");
        else if (commands.All(c => ShellShapes.Messages.Contains(ShellShapes.Name(c)) || ShellShapes.Name(c) is "date" or "cat")
            && ShellShapes.OnlyTells([new CommandListNode(pipeline.Line, pipeline.EndLine, [new ListEntry(ListJoin.First, pipeline)])], walk.Functions))
        {
            walk.Draft.Note(pipeline.Line, pipeline.EndLine, "a message; the run journal says what every step did, and `notify` tells people");
            walk.State.Last = Outcome.Success;
        }
        else
        {
            walk.Commands.Programs.Run(names.FirstOrDefault(n => n.Length > 0) ?? "program", pipeline);
        }
    }

    private string NameOf(SimpleCommand command) => command.Words.Length == 0 ? ""
        : command.Words[0].Literal is not null ? ShellShapes.Name(command)
        : walk.Variables.Value(command.Words[0]) is { } value ? value.Constant is { } text ? ShellShapes.BaseName(text.Split(' ')[0]) : ShellShapes.BaseName(value.Tail) : "";

    private void Pair(List<SimpleCommand> commands, List<string> names, Pipeline pipeline)
    {
        var readers = names.Skip(1).ToList();
        foreach (var command in commands)
            walk.Commands.KeptOutput(command, pipeline);
        if (names[0] == "pairdisplay" && commands.Count == 2 && Search(commands[1]) is { } search)
        {
            Search(commands[0], search, pipeline);
            return;
        }

        if (readers.Any(r => !Readers.Contains(r)))
            throw new NotTurnedException("what a CCI command says is worked on by another program", "use the outputs of the step");
        if (names[0] is "raidqry" or "raidscan")
            walk.Draft.Note(pipeline.Line, pipeline.EndLine, "it shows something to people, and changes nothing");
        else
            walk.Commands.Take(commands[0], pipeline with { Commands = [commands[0]], Negated = false });
        // A pipe ends as its last command does: tee and the like end well, a search tells something.
        walk.State.Last = readers[^1] is "tee" or "logger" or "cat" or "mail" or "mailx" or "more" or "less" or "tail" or "head" or "column" or "sort" ? Outcome.Success
            : Outcome.Unknown($"what {readers[^1]} finds in what {names[0]} says");
    }

    // grep -q STATUS, egrep 'PSUS|SSUS'; null for anything else.
    private List<string>? Search(SimpleCommand grep)
    {
        if (ShellShapes.Name(grep) is not ("grep" or "egrep" or "fgrep"))
            return null;
        var words = grep.Words.Skip(1).Select(w => walk.Variables.Value(w).Constant ?? "?").ToList();
        var options = words.Where(w => w.StartsWith('-')).ToList();
        if (options.Any(o => o is not ("-q" or "-w" or "-s" or "-E" or "-F" or "-qw" or "-wq" or "-qE" or "-Eq" or "-e" or "-c" or "-i" or "-qi" or "-iq")) || options.Count(o => o == "-e") > 1)
            return null;
        var plain = words.Where(w => !w.StartsWith('-')).ToList();
        if (plain.Count != 1)
            return null;
        var alternatives = plain[0].Split(plain[0].Contains("\\|", StringComparison.Ordinal) ? "\\|" : "|").Select(w => w.Trim('(', ')')).ToList();
        // Without case the heading of the list (PairVol) would be found as well.
        if (alternatives.Any(w => !StatusWords.Contains(w)) || options.Any(o => o.Contains('i')) && alternatives.Any(w => w is "PAIR" or "COPY"))
            return null;
        var extended = ShellShapes.Name(grep) == "egrep" || options.Any(o => o.Contains('E'));
        return alternatives.Count > 1 && !extended && !plain[0].Contains("\\|", StringComparison.Ordinal) ? null : alternatives;
    }

    private void Search(SimpleCommand display, List<string> words, Pipeline pipeline)
    {
        var call = CciCall.Read("pairdisplay", [.. display.Words.Skip(1).SelectMany(walk.Variables.Split)]);
        if (!call.Has("-g") && !call.Has("-d"))
            throw new NotTurnedException("what pairdisplay says is searched, and it names no group", "add -g GROUP");
        var (step, facts) = walk.Commands.Pairs.Read(call, pipeline.Line, pipeline.EndLine);
        var names = facts.Pairs.Select(p => p.Name).Append(facts.Name);
        if (names.Any(n => words.Any(w => n.Contains(w, StringComparison.Ordinal))) || call.Has("-v"))
            throw new NotTurnedException("the word that is searched may be found in a name as well", "use pair.assert or `when` on a pair.snapshot");
        var svolSide = walk.Commands.Pairs.Groups.IsSvolSide(call, facts);
        var local = call.Has("-l");
        if (local && facts.Technology.IsRemote())
            throw new NotTurnedException("-l shows one side only, and which one that is depends on the pairs", "use pair.assert or `when` on a pair.snapshot");
        step.Remarks.Add("it searched the lines of all pairs for a status: the condition asks the pairs themselves");
        walk.State.Last = Outcome.Of(PairReadings.Shown(step, words, facts.Technology, !local || !svolSide, !local || svolSide, call.Shows('c')));
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;
using RunbookEngine.Import.Report;

namespace RunbookEngine.Import.Cci.Commands;

/// <summary>Commands that are for the shell, for a log or for people, and <c>sleep</c>, <c>cd</c> and <c>trap</c>.</summary>
internal sealed partial class ShellBuiltins(ScriptWalk walk)
{
    private static readonly string[] Profiles = ["/etc/profile", ".profile", ".bash_profile", ".bashrc", ".kshrc", "/etc/init.d/functions", "/etc/rc.d/init.d/functions", "/lib/lsb/init-functions", "/etc/bashrc"];

    public bool Take(string name, SimpleCommand command, Pipeline pipeline)
    {
        var (line, endLine) = (pipeline.Line, pipeline.EndLine);
        switch (name)
        {
            case "sleep":
                Sleep(command, line, endLine);
                break;
            case "cd":
                if (command.Words.Length > 2 || command.Words.Length == 2 && command.Words[1].Raw == "-")
                    throw new NotTurnedException("which folder it goes to is not known", "write `cwd` at the steps that need it");
                (walk.State.Folder, walk.State.FolderUnknown) = (command.Words.Length > 1 ? walk.Variables.Value(command.Words[1]).Template : null, false);
                walk.Draft.Note(line, endLine, "programs after it get it as `cwd`");
                break;
            case "set":
                Set(command, pipeline);
                break;
            case "trap":
                Trap(command, pipeline);
                return true;
            case "umask" or "ulimit" or "shopt" or "hash" or "wait" or "usage" or "clear" or "tput" or "stty" or "type" or "times" or "date" or "hostname" or "pwd" when command.Redirections.All(ShellShapes.IsLog):
                walk.Draft.Note(line, endLine, name == "wait" ? "nothing runs in the background" : "it is for the shell, or tells something; a failed step ends the run in any case");
                break;
            case "eval" or "alias" or "getopts" or "select" or "coproc" or "enable" or "bind" or "fc" or "history" or "jobs" or "fg" or "bg" or "kill" or "disown" or "suspend" or "mapfile" or "readarray" or "caller":
                throw new NotTurnedException($"`{name}` is for the shell", "check what the steps after it should do, and write them by hand");
            case "source" or ".":
                Source(command, pipeline);
                break;
            default:
                if (!ShellShapes.Messages.Contains(name) && name != "cat" || name == "cat" && command.HereDocument is null && command.Redirections.Length > 0 || !Tells(command))
                    return false;
                walk.Draft.Note(line, endLine, "a message; the run journal says what every step did, and `notify` tells people");
                break;
        }

        walk.State.Last = Outcome.Success;
        return true;
    }

    private bool Tells(SimpleCommand command) => ShellShapes.OnlyTells([new CommandListNode(0, 0, [new ListEntry(ListJoin.First, new Pipeline(0, 0, "", false, false, [command]))])], walk.Functions);

    private void Set(SimpleCommand command, Pipeline pipeline)
    {
        if (command.Words.Skip(1).Any(w => w.Raw is "-n" or "-v" || w.Raw.StartsWith('-') && w.Raw != "--" && w.Raw != "-o" && !w.Raw.StartsWith("-o", StringComparison.Ordinal) && w.Raw.Contains('n')))
            throw new NotTurnedException("`set -n` runs nothing that follows", "take it out");
        for (var i = 1; i < command.Words.Length; i++)
        {
            var word = command.Words[i].Raw;
            if (word.Length > 1 && word[0] is '-' or '+' && word[1..].Contains('e') && !word.Contains("errexit", StringComparison.Ordinal) || word == "errexit" && command.Words[i - 1].Raw is "-o" or "+o")
                walk.State.EndsOnError = (word == "errexit" ? command.Words[i - 1].Raw : word)[0] == '-';
            if (word.Length > 1 && word[0] is '-' or '+' && word[1..].Contains('u') && !word.Contains("nounset", StringComparison.Ordinal) || word == "nounset")
                walk.State.EndsOnUnset = (word == "nounset" ? command.Words[i - 1].Raw : word)[0] == '-';
        }

        if (command.Words.Length > 1 && (command.Words[1].Raw == "--" || command.Words[1].Raw[0] is not ('-' or '+')))
        {
            var words = command.Words.Skip(command.Words[1].Raw == "--" ? 2 : 1).SelectMany(walk.Variables.Split).ToList();
            walk.Statements.Calls.Arguments(words);
        }

        walk.Draft.Note(pipeline.Line, pipeline.EndLine, "it is for the shell; a failed step ends the run in any case");
    }

    private void Source(SimpleCommand command, Pipeline pipeline)
    {
        var file = command.Words.Length == 2 ? command.Words[1].Raw.Trim('"') : "";
        if (!Profiles.Any(p => file.EndsWith(p, StringComparison.Ordinal)))
            throw new NotTurnedException("it reads another script, which may set variables and functions", "put that script's text in its place and import again");
        walk.Draft.Note(pipeline.Line, pipeline.EndLine, "programs get the engine's environment");
    }

    private void Sleep(SimpleCommand command, int line, int endLine)
    {
        if (command.Words.Length != 2)
            throw new NotTurnedException("the time is not understood", "write a `delay` step");
        var value = walk.Variables.Value(command.Words[1]);
        if (value.Constant is "0" or "0s")
        {
            walk.Draft.Note(line, endLine, "no time at all");
            return;
        }

        var unit = Unit().Match(value.Constant ?? "");
        var yaml = unit.Success && unit.Groups["unit"].Value is "m" or "h" or "d" ? value.Constant! : PairSteps.Seconds(value.Constant is { } text ? ShellValue.Of(text.TrimEnd('s')) : value);
        walk.Draft.Add(line, endLine, $"pause-{line}", "delay").Arguments.Add(("for", yaml));
    }

    // On a signal a run does not end as a script does; at its end `finally` runs.
    private void Trap(SimpleCommand command, Pipeline pipeline)
    {
        walk.State.Last = Outcome.Success;
        var words = command.Words.Skip(1).ToList();
        if (words.Count < 2)
            throw new NotTurnedException("`trap` is not understood", "what must happen at the end belongs into `finally`");
        var signals = words.Skip(1).Select(w => w.Raw.Replace("SIG", "", StringComparison.Ordinal)).ToList();
        var text = walk.Variables.Value(words[0]).Constant ?? throw new NotTurnedException("what is done at the end is not known", "what must happen at the end belongs into `finally`");
        var atEnd = signals.Any(s => s is "EXIT" or "0");
        var onError = signals.Any(s => s is "ERR" or "DEBUG" or "RETURN");
        if (text is "" or "-")
        {
            if (atEnd || onError)
                throw new NotTurnedException("it takes back what was to be done at the end", "check `finally`");
            walk.Draft.Note(pipeline.Line, pipeline.EndLine, "a run is not ended by signals to a script");
            return;
        }

        var nodes = ShellParser.Parse(text).Select(n => Lines.Move(n, pipeline.Line, pipeline.EndLine)).ToList();
        if (ShellShapes.OnlyTells([.. nodes], walk.Functions, mayAssign: true))
        {
            walk.Draft.Note(pipeline.Line, pipeline.EndLine, "at the end it only tells; the run journal says what every step did");
            return;
        }

        var names = nodes.SelectMany(n => Reached(n, 0)).ToList();
        if (onError || names.Any(ShellShapes.NamesCci) || nodes.Any(n => n is UnreadNode) || walk.State.Alive.Count > 0 || walk.Frames.Count > 0)
            throw new NotTurnedException("what it does at the end of the script, or when something fails, has no counterpart here", "what must happen at the end belongs into `finally`, what takes a step back into its `rollback`");
        if (!atEnd)
        {
            walk.Draft.Note(pipeline.Line, pipeline.EndLine, "it is done on a signal only; a run is not ended by signals to a script");
            return;
        }

        AtEnd(nodes, pipeline);
    }

    private IEnumerable<string> Reached(ShellNode node, int depth) => ShellShapes.Commands(node).SelectMany(c =>
        depth < 8 && walk.Functions.TryGetValue(ShellShapes.Name(c), out var function) ? function.Body.Nodes.SelectMany(n => Reached(n, depth + 1)) : [ShellShapes.Name(c)]);

    private void AtEnd(List<ShellNode> nodes, Pipeline pipeline)
    {
        var state = walk.State;
        walk.State = state.Clone();
        var group = walk.Draft.Collect(pipeline.Line, pipeline.EndLine, "at-end", () => walk.Sequence([.. nodes]));
        walk.State = state;
        if (All(group.Children).OfType<DraftStep>().Any(s => s.Verb != "command"))
            throw new NotTurnedException("what it does at the end of the script has no counterpart here", "what must happen at the end belongs into `finally`");
        foreach (var step in All(group.Children).OfType<DraftStep>())
            step.Modifiers.RemoveAll(m => m.Key == "rollback");
        walk.Draft.Finally.AddRange(group.Children.OfType<DraftStep>());
        walk.Draft.Note(pipeline.Line, pipeline.EndLine, "it runs in `finally`, when the run has ended");
    }

    private static IEnumerable<DraftItem> All(IEnumerable<DraftItem> items) => items.SelectMany(i => i is DraftStep step ? All(step.Children).Prepend(step) : [i]);

    [GeneratedRegex(@"^[1-9][0-9]{0,6}(?<unit>[smhd])?$")]
    private static partial Regex Unit();
}

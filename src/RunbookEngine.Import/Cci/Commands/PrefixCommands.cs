using System.Globalization;
using System.Text.RegularExpressions;
using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Report;

namespace RunbookEngine.Import.Cci.Commands;

/// <summary>Programs that run another one: <c>sudo</c>, <c>timeout</c>, <c>nohup</c>, <c>env</c>. A pair command behind them is a pair command.</summary>
internal sealed partial class PrefixCommands(ScriptWalk walk)
{
    /// <summary>Options without a value, by program.</summary>
    private static readonly Dictionary<string, (string[] Flags, string[] Valued)> Known = new(StringComparer.Ordinal)
    {
        ["sudo"] = (["-n", "-E", "-H", "-b", "-S"], ["-u", "-g"]),
        ["nohup"] = ([], []),
        ["time"] = (["-p"], []),
        ["command"] = ([], []),
        ["exec"] = ([], []),
        ["nice"] = ([], ["-n"]),
        ["ionice"] = ([], ["-c", "-n"]),
        ["stdbuf"] = (["-oL", "-eL", "-o0", "-e0"], []),
        ["env"] = (["-i"], ["-u"]),
        ["timeout"] = (["--foreground", "--preserve-status"], ["-k", "-s"]),
    };

    public bool Takes(string name) => Known.ContainsKey(name);

    public void Take(string name, SimpleCommand command, Pipeline pipeline)
    {
        var (flags, valued) = Known[name];
        var at = 1;
        while (at < command.Words.Length && command.Words[at].Literal is ['-', ..] option)
        {
            if (option == "--")
            {
                at++;
                break;
            }

            if (!flags.Contains(option) && !valued.Contains(option) || name == "sudo" && option == "-b")
            {
                Otherwise(name, command, pipeline, $"{name} with the option {option} is not understood");
                return;
            }

            at += valued.Contains(option) ? 2 : 1;
        }

        if (name == "exec" && at >= command.Words.Length)
        {
            if (command.Redirections.Any(r => r.Contains('<')))
                throw new NotTurnedException("from here on the script reads a file", "write the steps by hand");
            walk.Draft.Note(pipeline.Line, pipeline.EndLine, "what the script says is kept in a file; the run journal takes its place");
            walk.State.Last = Conditions.Outcome.Success;
            return;
        }

        string? limit = null;
        if (name == "timeout" && at < command.Words.Length)
            limit = walk.Variables.Value(command.Words[at++]).Constant;
        var assignments = command.Assignments;
        while (name is "env" or "sudo" && at < command.Words.Length && ShellParser.Assignment(command.Words[at]) is { } assignment)
        {
            assignments = assignments.Add(assignment);
            at++;
        }

        if (at >= command.Words.Length)
        {
            Otherwise(name, command, pipeline, $"what {name} runs is not understood");
            return;
        }

        var inner = command with { Words = command.Words[at..], Assignments = assignments };
        // A program stays behind its prefix: only pair commands and the script's own words lose it.
        if (name is not ("command" or "time") && !ShellShapes.NamesCci(ShellShapes.Name(inner)) && !ShellShapes.NamesCci(inner.Words[0].Raw) && !(inner.Words.Any(w => ShellShapes.NamesCci(w.Raw))))
        {
            walk.Commands.Programs.Take(name == "exec" ? ShellShapes.Name(inner) : name, name == "exec" ? inner : command, pipeline);
            if (name == "exec")
                walk.State.Dead = walk.Frames.TrueForAll(f => f.Kind != FrameKind.Subshell);
            return;
        }

        var steps = walk.Draft.Items.Count;
        walk.Commands.Take(inner, pipeline);
        if (limit is not null && walk.Draft.Items.Count > steps && walk.Draft.Items[^1] is DraftStep { Verb: not ("pair.snapshot" or "unresolved" or "group") } step && !step.Has("timeout"))
            step.Set("timeout", Span(limit));
        if (name == "exec")
            walk.State.Dead = true;
    }

    private void Otherwise(string name, SimpleCommand command, Pipeline pipeline, string why)
    {
        if (command.Words.Any(w => ShellShapes.NamesCci(w.Raw)) || name == "exec")
            throw new NotTurnedException(why, "take the pair command out of it and write it as a step");
        walk.Commands.Programs.Take(name, command, pipeline);
    }

    private static string Span(string text) => Duration().Match(text) is { Success: true } match && int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) > 0
        ? match.Groups[1].Value + (match.Groups[2].Length > 0 ? match.Groups[2].Value : "s")
        : throw new NotTurnedException($"the time {text} of timeout is not understood", "write the step with `timeout`");

    [GeneratedRegex(@"^(\d{1,6})([smhd]?)$")]
    private static partial Regex Duration();
}

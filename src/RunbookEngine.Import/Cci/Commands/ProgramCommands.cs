using System.Text.RegularExpressions;
using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;
using RunbookEngine.Import.Report;

namespace RunbookEngine.Import.Cci.Commands;

/// <summary>Other programs: <c>command</c> steps.</summary>
internal sealed partial class ProgramCommands(ScriptWalk walk)
{
    /// <summary>Characters of a text that is handed to a shell.</summary>
    private const int MaxShellText = 4_000;

    public void Take(string name, SimpleCommand command, Pipeline pipeline)
    {
        if (name is "inqraid" or "raidscan" or "raidqry" or "raidar" or "raidvchkdsp" or "pairmon" && pipeline.Commands.Length == 1)
        {
            walk.Commands.KeptOutput(command, pipeline);
            walk.Draft.Note(pipeline.Line, pipeline.EndLine, "it shows something to people, and changes nothing");
            walk.State.Last = Outcome.Unknown($"the exit status of {name}");
            return;
        }

        if (name is "horcmstart.sh" or "horcmshutdown.sh" or "horcmstart" or "horcmshutdown" && !walk.KeepsCci)
        {
            walk.Draft.Note(pipeline.Line, pipeline.EndLine, "no HORCM instance is needed: the engine talks to the REST API of the arrays");
            walk.State.Last = Outcome.Success;
            return;
        }

        if (name is "horcctl" or "mkconf.sh" or "raidvchkset" or "pairsyncwait")
        {
            throw new NotTurnedException($"{name} needs a HORCM instance, and has no counterpart here",
                name == "pairsyncwait" ? "split by group waits until the journal is delivered; or use pair.assert with journalUsageBelow" : "use pair.snapshot or pair.assert, or keep it in a program of its own");
        }

        Run(name, pipeline with { Commands = [command], Text = pipeline.Commands.Length == 1 && ReferenceEquals(pipeline.Commands[0], command) ? pipeline.Text : command.Text });
    }

    /// <summary>A pipe of programs.</summary>
    public void Run(string name, Pipeline pipeline)
    {
        var step = new DraftStep(pipeline.Line, pipeline.EndLine, walk.Draft.NewId(name.Length > 0 ? name : "program"), "command");
        var text = Fill(step, pipeline);
        step.Arguments.Add(("onUnknown", "hold"));
        step.Set("rollback", "{ none: \"the script does not take it back\" }");
        walk.Draft.Place(step);
        walk.State.Last = OutcomeOf(step, text);
    }

    /// <summary>A program that is asked for what it says.</summary>
    public DraftStep Reader(string wish, Pipeline pipeline, bool onlyIfUsed)
    {
        var step = new DraftStep(pipeline.Line, pipeline.EndLine, walk.Draft.NewId(wish), "command") { OnlyIfUsed = onlyIfUsed };
        var text = Fill(step, pipeline);
        step.Arguments.Add(("onUnknown", "hold"));
        step.Set("rollback", "{ none: \"the script does not take it back\" }");
        walk.Draft.Place(step);
        walk.State.Last = OutcomeOf(step, text);
        return step;
    }

    /// <summary>A program whose exit code 0 or 1 is the answer to a question.</summary>
    public void Check(string about, IReadOnlyList<(string Key, string Yaml)> run, int line, int endLine)
    {
        var step = new DraftStep(line, endLine, walk.Draft.NewId($"check-{about}"), "command");
        step.Arguments.AddRange(run);
        if (walk.State.Folder is { } folder && !step.Arguments.Any(a => a.Key == "cwd"))
            step.Arguments.Add(("cwd", YamlText.Quoted(folder)));
        step.Arguments.Add(("successCodes", "[0, 1]"));
        step.Arguments.Add(("onUnknown", "retry"));
        step.Set("rollback", "{ none: \"it only looks\" }");
        walk.Draft.Place(step);
        walk.State.Last = Outcome.Of(Condition.Of($"{step.Output("exitCode", "1")} == 0"));
    }

    /// <summary>Arguments of a text for a shell, with the variables it names.</summary>
    public List<(string Key, string Yaml)> ShellRun(string text)
    {
        var arguments = new List<(string, string)>();
        Shell(text, arguments);
        return arguments;
    }

    private static Outcome OutcomeOf(DraftStep step, string shellText) => Outcome.OfProgram(step, (_, _) =>
    {
        // Asked for, the program may fail: 0 stays 0 and everything else is 1.
        var run = step.Arguments.FindIndex(a => a.Key == "run");
        if (!step.Arguments[run].Yaml.StartsWith("[\"/bin/sh\", \"-c\"", StringComparison.Ordinal) && !step.Arguments[run].Yaml.StartsWith("[\"/bin/bash\", \"-c\"", StringComparison.Ordinal))
            step.Arguments[run] = ("run", YamlText.List([YamlText.Quoted("/bin/sh"), YamlText.Quoted("-c"), YamlText.Quoted("\"$@\" || exit 1"), YamlText.Quoted("sh"), step.Arguments[run].Yaml[1..^1]]));
        else
            step.Arguments[run] = ("run", step.Arguments[run].Yaml.Replace(YamlText.Quoted(ShellValue.Of(shellText).Template), YamlText.Quoted(ShellValue.Of($"{{ {shellText}\n}} || exit 1").Template), StringComparison.Ordinal));
        step.Arguments.Insert(run + 1, ("successCodes", "[0, 1]"));
        return Condition.Of($"{step.Output("exitCode", "1")} == 0");
    });

    /// <summary>The program and its arguments where no shell is needed, else the text for a shell with the variables it names; returns that text.</summary>
    private string Fill(DraftStep step, Pipeline pipeline)
    {
        if (walk.State.FolderUnknown)
            throw new NotTurnedException("the folder it runs in is known only while the script runs", "write `cwd` at the step");
        var simple = pipeline.Commands is [SimpleCommand only] ? only : null;
        var text = "";
        if (simple is { Assignments.Length: 0, HereDocument: null } && simple.Redirections.All(IsQuiet)
            && simple.Words.All(w => !w.HasPattern && w.Parts.All(p => p is LiteralPart or VariablePart) && (w.Quoted || w.Literal is not null || Plain(w))))
        {
            step.Arguments.Add(("run", YamlText.List(simple.Words.SelectMany(walk.Variables.Split).Select(v => YamlText.Quoted(v.Template)))));
        }
        else
        {
            var documents = pipeline.Commands.OfType<SimpleCommand>().Count(c => c.HereDocument is not null);
            if (documents > 1 || documents == 1 && pipeline.Commands.Length > 1 || pipeline.Commands.Any(c => c is CompoundCommand))
                throw new NotTurnedException("a block or a text in a pipe", "put it into a script of its own");
            text = HereSign().Replace(pipeline.Text, "");
            if (simple?.HereDocument is not null && text.Contains('\n'))
                text = text[..text.IndexOf('\n')];
            Shell(text, step.Arguments);
        }

        if (simple?.HereDocument is { } document)
            step.Arguments.Add(("stdin", YamlText.Quoted(walk.Variables.Value(document.Body).Template)));
        if (walk.State.Folder is not null)
            step.Arguments.Add(("cwd", YamlText.Quoted(walk.State.Folder)));
        return text;
    }

    // One word whatever it holds: a constant, or a part of a longer word.
    private bool Plain(ShellWord word) => walk.Variables.Value(word) is { } value && (value.Constant is not null || value.IsOfInputs);

    private static bool IsQuiet(string redirection) =>
        redirection.EndsWith("/dev/null", StringComparison.Ordinal) || redirection is "2>&1" or "1>&2" or ">&2";

    private void Shell(string text, List<(string Key, string Yaml)> arguments)
    {
        if (text.Length > MaxShellText)
            throw new NotTurnedException($"it is longer than {MaxShellText} characters", "put it into a script of its own");
        if (ShellShapes.NamesCci(text))
            throw new NotTurnedException("a CCI command stands inside of it", "take the pair operation out of it and write it as a step");
        var read = Unquoted(text);
        if (Special().IsMatch(read))
            throw new NotTurnedException("it uses something that only the running script knows", "put it into a script of its own");
        foreach (var function in walk.Functions.Keys.Where(f => Regex.IsMatch(read, $@"(^|[\s;&|(`]){Regex.Escape(f)}($|[\s;&|)`])")))
            throw new NotTurnedException($"it uses the function {function} of the script", "put it into a script of its own");
        var environment = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var positions = 0;
        foreach (var name in Names().Matches(read).Select(m => m.Groups["name"].Value).Distinct())
        {
            if (char.IsAsciiDigit(name[0]))
                positions = Math.Max(positions, name[0] - '0');
            else if (IsEnvironment(name) && !walk.State.Variables.ContainsKey(name))
                continue;
            else if (walk.Variables.Of(name) is Binding.Text known)
                environment[name] = YamlText.Quoted(known.Value.Template);
            else if (Sets(text, name))
                continue;
            else
                throw new NotTurnedException(walk.Variables.Of(name) is Binding.Unknown unknown ? unknown.Why : $"${name} is no plain text", "put it into a script of its own");
        }

        var bash = text.Contains("[[", StringComparison.Ordinal) || text.Contains("<<<", StringComparison.Ordinal) || text.Contains("=~", StringComparison.Ordinal) || text.Contains("<(", StringComparison.Ordinal);
        var run = new List<string> { bash ? "\"/bin/bash\"" : "\"/bin/sh\"", "\"-c\"", YamlText.Quoted(ShellValue.Of(text).Template) };
        if (positions > 0)
        {
            run.Add("\"sh\"");
            for (var n = 1; n <= positions; n++)
                run.Add(YamlText.Quoted(walk.Variables.Of($"{n}") is Binding.Text argument ? argument.Value.Template : throw new NotTurnedException($"${n} is not known", "put it into a script of its own")));
        }

        arguments.Add(("run", YamlText.List(run)));
        if (environment.Count > 0)
            arguments.Add(("env", YamlText.Map(environment.Select(e => (e.Key, e.Value)))));
    }

    // Without what stands in single quotes, which no shell looks into.
    private static string Unquoted(string text)
    {
        var read = new System.Text.StringBuilder();
        var (single, twice) = (false, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && !single)
            {
                i++;
                continue;
            }

            if (c == '\'' && !twice)
                single = !single;
            else if (c == '"' && !single)
                twice = !twice;
            else if (!single)
                read.Append(c);
        }

        return read.ToString();
    }

    private static bool Sets(string text, string name) => Regex.IsMatch(text, $@"\b(for|read)\s+{Regex.Escape(name)}\b");

    private static bool IsEnvironment(string name) => name is "HOME" or "PATH" or "USER" or "LOGNAME" or "HOSTNAME" or "PWD" or "SHELL" or "TMPDIR" or "LANG" or "TZ";

    [GeneratedRegex(@"\$\{?#?(?<name>[A-Za-z_][A-Za-z0-9_]*|[1-9])")]
    private static partial Regex Names();

    [GeneratedRegex(@"\$[?$!#@*-]|\$\{[#!][^}]*[\[@*]|\$\{\w+\[|(\+\+|--|[-+*]=|[^=<>!]=)[^)]*\)\)|\$\{\w+:?[=?]")]
    private static partial Regex Special();

    [GeneratedRegex(@"<<-?\s*['""]?\w+['""]?")]
    private static partial Regex HereSign();
}

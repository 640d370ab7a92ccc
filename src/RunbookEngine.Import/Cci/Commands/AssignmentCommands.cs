using System.Text.RegularExpressions;
using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;
using RunbookEngine.Import.Report;

namespace RunbookEngine.Import.Cci.Commands;

/// <summary>What sets variables: <c>NAME=value</c>, <c>export</c>, <c>local</c>, <c>let</c>, <c>(( ))</c>, <c>shift</c>, <c>read</c>, <c>set --</c>.</summary>
internal sealed partial class AssignmentCommands(ScriptWalk walk)
{
    /// <summary>They read something and change nothing, so they may be left out when nobody uses what they say.</summary>
    private static readonly string[] Readers =
        ["date", "hostname", "uname", "basename", "dirname", "awk", "grep", "egrep", "cut", "cat", "wc", "df", "du", "ls", "tr", "head", "tail", "echo", "printf", "pwd", "whoami", "id", "sort", "uniq", "ps", "expr", "which", "seq", "sed", "tty", "stat", "mktemp", "ps"];

    public bool Takes(string name) => name is "export" or "typeset" or "declare" or "local" or "readonly" or "setenv" or "unset" or "let" or "shift" or "read" || name.StartsWith("((", StringComparison.Ordinal);

    /// <summary>A line that only sets variables.</summary>
    public void Take(SimpleCommand command, Pipeline pipeline)
    {
        if (command.Assignments.Length == 0)
        {
            var other = command.Redirections.FirstOrDefault(r => !ShellShapes.IsLog(r));
            if (other is not null)
                walk.Commands.Programs.Take("touch", command, pipeline);
            else
                walk.Draft.Note(pipeline.Line, pipeline.EndLine, "it empties or makes a log file; the run journal takes the place of log files");
            return;
        }

        var last = walk.State.Last;
        walk.State.Last = Outcome.Success;
        foreach (var assignment in command.Assignments)
            Assign(assignment, pipeline, last);
    }

    public void Take(string name, SimpleCommand command, Pipeline pipeline)
    {
        if (name is "let" || name.StartsWith("((", StringComparison.Ordinal))
        {
            var texts = name is "let" ? command.Words.Skip(1).Select(w => walk.Variables.Value(w).Constant ?? w.Raw).ToList() : [name[2..^2]];
            var value = texts.Select(t => Arithmetic.Evaluate(t, walk.Variables)).LastOrDefault();
            walk.State.Last = Outcome.Const(value != 0 ? 0 : 1);
            walk.Draft.Note(pipeline.Line, pipeline.EndLine, "it is reckoned here");
            return;
        }

        switch (name)
        {
            case "unset":
                foreach (var word in command.Words.Skip(1))
                    walk.Variables.Set(word.Raw, new Binding.Text(ShellValue.Of("")));
                walk.Draft.Note(pipeline.Line, pipeline.EndLine, "from here on the variable has no value");
                walk.State.Last = Outcome.Success;
                break;
            case "shift":
                Shift(command, pipeline);
                break;
            case "read":
                Read(command, pipeline);
                break;
            default:
                Export(command, name, pipeline);
                break;
        }
    }

    private void Shift(SimpleCommand command, Pipeline pipeline)
    {
        if (command.Words.Length > 1 && command.Words[1].Raw != "1" || walk.Frames.Exists(f => f.Kind == FrameKind.Loop))
            throw new NotTurnedException("how many arguments it drops is not known", "make each argument an input");
        var next = Enumerable.Range(2, 9).Select(n => walk.Variables.Of($"{n}")).ToList();
        for (var n = 1; n <= 9; n++)
            walk.Variables.Set($"{n}", next[n - 1]);
        walk.Draft.Note(pipeline.Line, pipeline.EndLine, "the arguments behind the first one move up");
        walk.State.Last = Outcome.Success;
    }

    private void Read(SimpleCommand command, Pipeline pipeline)
    {
        if (command.Redirections.Length > 0)
            throw new NotTurnedException("what it reads is known only when the runbook runs", "make it an input");
        var plain = command.Words.Skip(1).Where(w => w.Raw.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')).Select(w => w.Raw).ToList();
        // Two questions for one name would be one input.
        if (walk.Frames.Count > 0 || plain.Any(n => walk.State.Variables.ContainsKey(n)) || walk.State.Alive.Count > 0)
            throw new NotTurnedException("what it asks for in the middle of the work cannot be an input", "write a `manual` step and use its answer");
        walk.Draft.Note(pipeline.Line, pipeline.EndLine, "what it asks for is an input of the runbook");
        walk.State.Last = Outcome.Success;
    }

    private void Export(SimpleCommand command, string name, Pipeline pipeline)
    {
        var last = walk.State.Last;
        walk.State.Last = Outcome.Success;
        if (name == "setenv" && command.Words is [_, { Literal: { Length: > 0 } variable }, .. var value])
        {
            Assign(new ShellAssignment(variable, value.Length > 0 ? value[0] : ShellWord.Of("")), pipeline, last);
            return;
        }

        var any = false;
        foreach (var word in command.Words.Skip(1))
        {
            if (word.Raw.StartsWith('-') && word.Raw.AsSpan().ContainsAny("iAnul"))
                throw new NotTurnedException($"{name} {word.Raw} changes what a variable is", "write its value out");
            if (ShellParser.Assignment(word) is { } assignment)
                Assign(assignment, pipeline, last);
            else if (name == "local" && !word.Raw.StartsWith('-'))
                walk.Variables.Set(word.Raw, new Binding.Text(ShellValue.Of("")));
            any |= word.Raw.Contains('=');
        }

        if (!any)
            walk.Draft.Note(pipeline.Line, pipeline.EndLine, "it hands a variable to programs; steps get what they use");
    }

    private void Assign(ShellAssignment assignment, Pipeline pipeline, Outcome last)
    {
        var (name, line, endLine) = (assignment.Name, pipeline.Line, pipeline.EndLine);
        if (name == "IFS")
            throw new NotTurnedException("from here on words are divided at other characters", "write the list out");
        if (name is "PATH" or "LD_LIBRARY_PATH" or "LIBPATH" or "SHLIB_PATH" or "LANG" or "LC_ALL" or "HORCM_CONF" or "HORCC_LOG" or "HORCM_LOG" or "HORCMPROMOD" or "HORCMPERM")
        {
            walk.Draft.Note(line, endLine, "it is for the shell or for HORCM; programs get the engine's environment");
            return;
        }

        if (ShellVariables.IsSecret(name))
        {
            walk.Variables.Secrets.Add(name);
            walk.Draft.Note(line, endLine, $"it is a secret: programs get it as secrets.{name} of the environment");
            return;
        }

        if (assignment.Items is { } items)
        {
            walk.Variables.Set(name, new Binding.List([.. items.SelectMany(walk.Variables.Split)]));
            walk.Draft.Note(line, endLine, "its values stand where they are used");
            return;
        }

        if (assignment.Value.Parts is [VariablePart { Name: "?" }])
        {
            walk.Variables.Set(name, new Binding.Status(last));
            walk.Draft.Note(line, endLine, "the exit status of the command before it");
            return;
        }

        if (assignment.Value.Parts is [VariablePart { Name: var other, Default: null }] && walk.Variables.Of(other) is Binding.Status or Binding.Choice)
        {
            walk.Variables.Set(name, walk.Variables.Of(other));
            walk.Draft.Note(line, endLine, "its value stands where it is used");
            return;
        }

        if (assignment.Value.Parts is [SubstitutionPart { Command: var inside }] && !Known(assignment.Value))
        {
            Capture(name, inside, pipeline);
            return;
        }

        try
        {
            var value = walk.Variables.Value(assignment.Value);
            if (assignment.Appends)
                value = walk.Variables.Of(name) is Binding.Text { Value: { } start } ? ShellValue.Joined([start, value]) : throw new NotTurnedException($"what ${name} held before is not known", "write the value out");
            walk.Variables.Set(name, new Binding.Text(value));
            walk.Draft.Note(line, endLine, name is "HORCMINST" or "HORCC_MRCF" ? "it says which instance and which kind of pairs the commands mean; the targets hold that" : "its value stands where it is used");
        }
        catch (NotTurnedException e)
        {
            var changes = assignment.Value.Parts.OfType<SubstitutionPart>().Any(p => !Reads(p.Command));
            walk.Variables.Set(name, new Binding.Unknown(e.Message));
            if (changes)
                throw;
            walk.Draft.Note(line, endLine, $"known only while the script runs ({e.Message}): no step uses it unless one is marked below");
        }
    }

    private bool Known(ShellWord word)
    {
        try
        {
            return walk.Variables.Value(word).Constant is not null;
        }
        catch (NotTurnedException)
        {
            return false;
        }
    }

    private static bool Reads(string command) => ShellParser.Parse(command) is { Length: > 0 } nodes && nodes.SelectMany(ShellShapes.Commands).All(c => Readers.Contains(ShellShapes.Name(c)) && c.Redirections.All(ShellShapes.IsLog))
        && nodes.All(n => n is CommandListNode);

    // NAME=$(…): a program's output; pair commands in it are run in their place.
    private void Capture(string name, string inside, Pipeline pipeline)
    {
        var nodes = ShellParser.Parse(inside).Select(n => Lines.Move(n, pipeline.Line, pipeline.EndLine)).ToList();
        if (nodes is not [CommandListNode { Entries: [{ Pipeline: { Background: false } inner }] } only] || nodes.Any(n => n is UnreadNode))
            throw new NotTurnedException("it keeps the output of several commands", "use the outputs of `command` steps, or make it an input");
        var names = ShellShapes.Commands(only).Select(ShellShapes.Name).ToList();
        if (ShellShapes.NamesCci(inside) || names.Any(walk.Functions.ContainsKey) || names.Any(n => n.Length == 0))
        {
            if (names.Any(n => n.Length == 0) || names.Any(walk.Functions.ContainsKey))
                throw new NotTurnedException("it keeps the output of a command that is not known, or of a function", "use the outputs of a step, or make it an input");
            // The output of filters behind a reading is not known; a changing command runs in its place.
            if (inner.Commands is [SimpleCommand simple])
                walk.Commands.Take(simple, inner);
            else if (names[0] is "pairdisplay" or "pairvolchk" or "raidqry" or "raidscan" || names[0] == "raidcom" && inside.TrimStart().StartsWith("raidcom get", StringComparison.Ordinal))
                walk.Draft.Note(pipeline.Line, pipeline.EndLine, "it reads what the pairs are like: no step uses it unless one is marked below");
            else
                throw new NotTurnedException("it keeps what a pair command says", "use the outputs of the step");
            if (inner.Commands.Length > 1)
                walk.State.Last = Outcome.Unknown("the exit status of a pipe");
            walk.Variables.Set(name, new Binding.Unknown($"${name} is what a pair command says (line {pipeline.Line})"));
            return;
        }

        var step = walk.Commands.Programs.Reader($"get-{name}", inner, onlyIfUsed: names.All(Readers.Contains) && ShellShapes.Commands(only).All(c => c.Redirections.All(ShellShapes.IsLog)));
        walk.Variables.Set(name, new Binding.Text(ShellValue.Computed($"{step.Output("stdout", "''")} | string.strip")));
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using RunbookEngine.Language.Importing.Shell;
using RunbookEngine.Language.Importing.Writing;

namespace RunbookEngine.Language.Importing.Translation;

/// <summary>Single commands that are not pair operations.</summary>
internal sealed partial class ScriptTranslator
{
    private void Simple(SimpleCommand command, Pipeline pipeline)
    {
        var (line, endLine) = (pipeline.Line, pipeline.EndLine);
        if (command.Words is [{ Raw: "sudo" or "nohup" or "time" or "command" }, _, ..] && command.Words[1].Raw[0] != '-')
            command = command with { Words = command.Words[1..] };
        if (command.Words.Length == 0)
        {
            foreach (var assignment in command.Assignments)
                Assign(assignment, line, endLine);
            if (command.Assignments.Length == 0)
                Note(line, endLine, "it empties or makes a file; the run journal takes the place of log files");
            return;
        }

        var name = ShellShapes.Name(command);
        if (CciCall.Knows(name) || name == "raidcom")
        {
            Cci(command, pipeline, line, endLine);
            return;
        }

        if (_functions.TryGetValue(name, out var function))
        {
            Call(function, command, line, endLine);
            return;
        }

        switch (name)
        {
            case "export" or "typeset" or "declare" or "local" or "readonly" or "setenv":
                Export(command, name, line, endLine);
                break;
            case "unset":
                foreach (var word in command.Words.Skip(1))
                    Unset(word.Raw);
                Note(line, endLine, "from here on the variable has no value");
                break;
            case "sleep":
                Sleep(command, line, endLine);
                break;
            case "cd":
                _folder = command.Words.Length > 1 ? Variables.Value(command.Words[1]).Template : null;
                Note(line, endLine, "programs after it get it as `cwd`");
                break;
            case "read":
                foreach (var word in command.Words.Skip(1).Where(w => w.Raw.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')))
                    Variables.Forget(word.Raw);
                Note(line, endLine, "what it asks for is an input of the runbook");
                break;
            case "echo" or "printf" or "print" or "logger" or "date" or "mail" or "mailx" or "sendmail" or "cat" when !command.Redirections.Any(r => r.StartsWith('>') && !IsLog(r)):
                Note(line, endLine, "a message; the run journal says what every step did, and `notify` tells people");
                break;
            case "set" or "umask" or "ulimit" or "shopt" or "true" or ":" or "wait" or "hash" or "alias":
                Note(line, endLine, name == "wait" ? "nothing runs in the background" : "it is for the shell; a failed step ends the run in any case");
                break;
            case "exit" or "return" or "break" or "continue" or "shift" or "trap" or "eval" or "exec" or "source" or "." or "let" or "getopts":
                throw new NotTurnedException($"`{name}` is for the shell", name switch
                {
                    "trap" => "what must happen at the end belongs into `finally`",
                    "source" or "." => "import that file as well; names it sets became inputs of the runbook",
                    _ => "check what the steps after it should do",
                });
            case var horcm when horcm.StartsWith("horcmstart", StringComparison.Ordinal) || horcm.StartsWith("horcmshutdown", StringComparison.Ordinal):
                Note(line, endLine, "no HORCM instance is needed: the engine talks to the REST API of the arrays");
                break;
            case "inqraid" or "mkconf.sh" or "raidscan" or "raidqry" or "raidar" or "raidvchkset" or "raidvchkdsp" or "pairsyncwait" or "paircurchk" or "pairmon":
                throw new NotTurnedException($"{name} needs a HORCM instance, and has no counterpart here",
                    name == "pairsyncwait" ? "split by group waits until the journal is delivered; or use pair.assert with journalUsageBelow" : "use pair.snapshot or pair.assert, or keep it in a program of its own");
            default:
                Program(pipeline);
                break;
        }
    }

    private static bool IsLog(string redirection) => redirection.Contains("/dev/null", StringComparison.Ordinal) || redirection.Contains(">>", StringComparison.Ordinal)
        || redirection.Contains('&') || redirection.Contains("log", StringComparison.OrdinalIgnoreCase);

    private void Assign(ShellAssignment assignment, int line, int endLine)
    {
        var name = assignment.Name;
        if (name is "PATH" or "LD_LIBRARY_PATH" or "LIBPATH" or "SHLIB_PATH" or "IFS" or "LANG" or "LC_ALL" or "HORCM_CONF" or "HORCC_LOG" or "HORCM_LOG" or "HORCMPROMOD" or "HORCMPERM")
        {
            Note(line, endLine, "it is for the shell or for HORCM; programs get the engine's environment");
            return;
        }

        if (ShellVariables.IsSecret(name))
        {
            Variables.Secrets.Add(name);
            Note(line, endLine, $"it is a secret: programs get it as secrets.{name} of the environment");
            return;
        }

        if (assignment.Value.Parts is [VariablePart { Name: "?" }])
        {
            Variables.Set(name, new Binding.Status(_last ?? new LastCommand(line, null)));
            Note(line, endLine, "every step is checked without being asked");
            return;
        }

        if (assignment.Value.Parts is [SubstitutionPart { Command: var inside }])
        {
            Capture(name, inside, line, endLine);
            return;
        }

        try
        {
            var value = Variables.Value(assignment.Value);
            Variables.Set(name, new Binding.Text(value));
            Known(name, value.Constant);
            Note(line, endLine, name is "HORCMINST" or "HORCC_MRCF" ? "it says which instance and which kind of pairs the commands mean; the targets hold that" : "its value stands where it is used");
        }
        catch (NotTurnedException e)
        {
            Variables.Set(name, new Binding.Unknown(e.Message));
            throw;
        }
    }

    private void Known(string name, string? value)
    {
        if (name == "HORCMINST")
            _instance = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var instance) ? instance : null;
        else if (name == "HORCC_MRCF")
            _localCopy = value is { Length: > 0 };
    }

    private void Unset(string name)
    {
        Variables.Set(name, new Binding.Text(ShellValue.Of("")));
        Known(name, null);
    }

    private void Export(SimpleCommand command, string name, int line, int endLine)
    {
        if (name == "setenv" && command.Words is [_, { Literal: { Length: > 0 } variable }, .. var value])
        {
            Assign(new ShellAssignment(variable, value.Length > 0 ? value[0] : ShellWord.Of("")), line, endLine);
            return;
        }

        var any = false;
        foreach (var assignment in command.Words.Skip(1).Select(ShellParser.Assignment).OfType<ShellAssignment>())
        {
            Assign(assignment, line, endLine);
            any = true;
        }

        if (!any)
            Note(line, endLine, "it hands a variable to programs; steps get what they use");
    }

    private void Sleep(SimpleCommand command, int line, int endLine)
    {
        if (command.Words.Length != 2)
            throw new NotTurnedException("the time is not understood", "write a `delay` step");
        var value = Variables.Value(command.Words[1]);
        if (value.Constant is "0" or "0s")
        {
            Note(line, endLine, "no time at all");
            return;
        }

        var unit = Unit().Match(value.Constant ?? "");
        var yaml = unit.Success && unit.Groups["unit"].Value is "m" or "h" or "d" ? value.Constant! : PairSteps.Seconds(value.Constant is { } text ? ShellValue.Of(text.TrimEnd('s')) : value);
        Add(line, endLine, $"pause-{line}", "delay").Arguments.Add(("for", yaml));
    }

    private void Capture(string name, string inside, int line, int endLine)
    {
        Variables.Set(name, new Binding.Unknown($"${name} is the output of a command"));
        var nodes = ShellParser.Parse(inside);
        if (nodes is not [CommandListNode { Entries: [{ Pipeline: var pipeline }] }]
            || pipeline.Commands.Any(c => c is not SimpleCommand s || CciCall.Knows(ShellShapes.Name(s)) || ShellShapes.Name(s) is "raidcom" or "" || _functions.ContainsKey(ShellShapes.Name(s))))
        {
            throw new NotTurnedException("it keeps the output of a CCI command or of several commands", "use the outputs of a pair.snapshot step, or make it an input");
        }

        var id = _ids.Next($"get-{name}");
        var step = new DraftStep(line, endLine, id, "command");
        step.Arguments.AddRange(RunOf(pipeline));
        step.Arguments.Add(("onUnknown", "hold"));
        step.Set("rollback", "{ none: \"the script does not take it back\" }");
        _items.Add(step);
        _steps++;
        _last = new LastCommand(line, step);
        Variables.Set(name, new Binding.Text(ShellValue.Computed($"steps[\"{id}\"].outputs.stdout | string.strip")));
    }

    private void Call(FunctionNode function, SimpleCommand command, int line, int endLine)
    {
        if (ShellShapes.OnlyTells(function.Body.Nodes, _functions))
        {
            Note(line, endLine, $"{function.Name} only tells, or checks the command before it; every step is checked anyway");
            return;
        }

        if (_calls >= MaxCalls)
            throw new NotTurnedException("functions call each other too deep", "write the steps by hand");
        var arguments = command.Words.Skip(1).SelectMany(Variables.Split).ToList();
        var before = Enumerable.Range(1, 9).ToDictionary(n => n, n => Variables.Save().GetValueOrDefault($"{n}"));
        for (var n = 1; n <= 9; n++)
            Variables.Set($"{n}", new Binding.Text(n <= arguments.Count ? arguments[n - 1] : ShellValue.Of("")));
        Note(line, endLine, $"the steps of the function {function.Name}, defined in line {function.Line}");
        _calls++;
        try
        {
            var nodes = function.Body.Nodes;
            var returns = nodes.Length > 0 && ShellShapes.ExitCode(nodes[^1]) is not null;
            Sequence(returns ? nodes.AsSpan()[..^1] : nodes.AsSpan());
        }
        finally
        {
            _calls--;
            foreach (var (n, value) in before)
            {
                if (value is null)
                    Variables.Forget($"{n}");
                else
                    Variables.Set($"{n}", value);
            }
        }
    }

    [GeneratedRegex(@"^[1-9][0-9]{0,6}(?<unit>[smhd])?$")]
    private static partial Regex Unit();
}

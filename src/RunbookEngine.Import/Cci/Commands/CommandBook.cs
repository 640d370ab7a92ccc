using System.Collections.Immutable;
using System.Text.RegularExpressions;
using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;
using RunbookEngine.Import.Report;

namespace RunbookEngine.Import.Cci.Commands;

/// <summary>Which class turns which command.</summary>
internal sealed partial class CommandBook
{
    /// <summary>Ways that the variables of one command may have been set.</summary>
    private const int MaxWays = 12;

    private readonly ScriptWalk _walk;
    private readonly ShellBuiltins _builtins;
    private readonly LeavingCommands _leaving;
    private readonly AssignmentCommands _assignments;
    private readonly ProgramCommands _programs;
    private readonly PrefixCommands _prefixes;
    private readonly RemoteCommands _remote;
    private readonly RaidcomCommands _raidcom;
    private readonly PipeCommands _pipes;

    public CommandBook(ScriptWalk walk)
    {
        _walk = walk;
        Tests = new TestCommands(walk);
        Pairs = new PairCommands(walk);
        Programs = _programs = new ProgramCommands(walk);
        (_builtins, _leaving, _assignments) = (new(walk), new(walk), new(walk));
        (_prefixes, _remote, _raidcom, _pipes) = (new(walk), new(walk), new(walk), new(walk));
    }

    public TestCommands Tests { get; }

    public PairCommands Pairs { get; }

    public ProgramCommands Programs { get; }

    /// <summary>Groups the steps act on, as written there, in the order of their first use, with the group that stands for their kind.</summary>
    public List<(string Written, GroupFacts Facts)> Groups { get; } = [];

    /// <exception cref="NotTurnedException">It cannot be said in a runbook.</exception>
    public void Take(SimpleCommand command, Pipeline pipeline)
    {
        if (Choices(command) is { Count: > 0 } choices && !Tests.Takes(command))
        {
            Split(choices[0], command, pipeline);
            return;
        }

        if (command.Words.Length == 0)
        {
            _assignments.Take(command, pipeline);
            return;
        }

        if (Tests.Takes(command))
        {
            Tests.Take(command, pipeline);
            return;
        }

        Named(command, pipeline);
    }

    /// <summary>Several commands in a pipe.</summary>
    public void TakePipe(Pipeline pipeline)
    {
        foreach (var simple in pipeline.Commands.OfType<SimpleCommand>())
        {
            if (Choices(simple) is { Count: > 0 } choices)
            {
                Split(choices[0], () => TakePipe(pipeline));
                return;
            }
        }

        _pipes.Take(pipeline);
    }

    private void Named(SimpleCommand command, Pipeline pipeline)
    {
        if (command.Words[0].Raw.StartsWith("((", StringComparison.Ordinal))
        {
            _assignments.Take(command.Words[0].Raw, command, pipeline);
            return;
        }

        if (command.Words[0].HasPattern && command.Words[0].Raw != "[")
            throw new NotTurnedException("the program's name is a pattern", "write the name out");
        var first = _walk.Variables.Split(command.Words[0]).ToList();
        if (first.Count == 0)
            throw new NotTurnedException("the program's name is empty", "write the name out");
        var name = first[0].Constant is { } known ? ShellShapes.BaseName(known) : first[0].Tail.Contains('/') ? ShellShapes.BaseName(first[0].Tail)
            : throw new NotTurnedException("which program it runs is not known before the run", "write the name out");
        if (first.Count > 1)
            command = command with { Words = [.. first.Select(Word), .. command.Words[1..]] };
        if (_walk.Functions.TryGetValue(name, out var function))
            _walk.Statements.Calls.Take(function, [.. command.Words.Skip(1).SelectMany(_walk.Variables.Split)], pipeline.Line, pipeline.EndLine);
        else if (_prefixes.Takes(name))
            _prefixes.Take(name, command, pipeline);
        else if (_remote.Takes(name, command))
            _remote.Take(name, command, pipeline);
        else if (_leaving.Takes(name))
            _leaving.Take(name, command, pipeline);
        else if (_assignments.Takes(name))
            _assignments.Take(name, command, pipeline);
        else if (CciCall.Knows(name) || name == "raidcom")
            Cci(name, command, pipeline);
        else if (!_builtins.Take(name, command, pipeline))
            _programs.Take(name, command, pipeline);
    }

    private void Cci(string name, SimpleCommand command, Pipeline pipeline)
    {
        if (command.Words.FirstOrDefault(w => w.Raw.Length > 1 && w.Raw[0] is '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212') is { } dash)
            throw new NotTurnedException($"the dash of `{dash.Raw}` is U+{(int)dash.Raw[0]:X4}, as a word processor writes it, and no -", "write it with - and import again");
        if (command.Words.Skip(1).FirstOrDefault(w => w.HasPattern && !w.Quoted) is { } pattern)
            throw new NotTurnedException($"`{pattern.Raw}` is a pattern for the shell", "write the word out");
        KeptOutput(command, pipeline);
        var words = command.Words.Skip(1).SelectMany(_walk.Variables.Split).ToList();
        var before = _walk.State.Variables;
        foreach (var assignment in command.Assignments)
            _walk.Variables.Set(assignment.Name, new Binding.Text(_walk.Variables.Value(assignment.Value)));
        var call = new Invocation(name, words, command, pipeline);
        if (name == "raidcom")
            _raidcom.Take(call);
        else
            Pairs.Take(call);
        _walk.State.Variables = before;
    }

    /// <summary>What a command says goes into a file that the script reads later: nothing can be said of what it goes by then.</summary>
    public void KeptOutput(SimpleCommand command, Pipeline pipeline)
    {
        foreach (var redirection in command.Redirections.Where(r => r.Contains('>') && !r.Contains("/dev/null", StringComparison.Ordinal)))
        {
            var file = redirection.TrimStart('0', '1', '2', '&', '>', '|', ' ');
            if (file.Length < 2)
                continue;
            var reader = _walk.Nodes.SelectMany(ShellShapes.Commands).FirstOrDefault(c => !ShellShapes.Messages.Contains(ShellShapes.Name(c)) && ShellShapes.Name(c) is not ("cat" or "rm" or "touch")
                && (c.Words.Any(w => w.Raw.Contains(file, StringComparison.Ordinal)) || c.Redirections.Any(r => r.StartsWith('<') && r.Contains(file, StringComparison.Ordinal))
                    || c.Assignments.Any(a => a.Value.Parts.OfType<SubstitutionPart>().Any(p => p.Command.Contains(file, StringComparison.Ordinal)))));
            if (reader is not null || _walk.Nodes.Any(n => Reads(n, file)))
                throw new NotTurnedException($"what it says goes to {file}, which the script reads later", "use the outputs of a step in place of the file");
        }

        if (command.Redirections.FirstOrDefault(r => !r.Contains('>') && !r.StartsWith("<<", StringComparison.Ordinal)) is { } input && !input.Contains("/dev/null", StringComparison.Ordinal))
            throw new NotTurnedException($"it reads {input.TrimStart('<', '0', ' ')}", "write the step by hand");
        if (command.HereDocument is not null)
            throw new NotTurnedException("it is answered by a text", "write the step by hand");
    }

    private static bool Reads(ShellNode node, string file) => node switch
    {
        CommandListNode list => list.Entries.Any(e => e.Pipeline.Commands.OfType<CompoundCommand>().Any(c => c.Redirections.Any(r => r.StartsWith('<') && r.Contains(file, StringComparison.Ordinal)) || Reads(c.Node, file))),
        _ => ShellShapes.Inner(node).Any(n => Reads(n, file)),
    };

    // Variables in it that hold one of several texts.
    private List<string> Choices(SimpleCommand command)
    {
        var texts = command.Words.Concat(command.Assignments.Select(a => a.Value)).Concat(command.HereDocument is { } document ? [document.Body] : []);
        return [.. texts.SelectMany(w => w.Parts.OfType<VariablePart>().Select(v => v.Name).Concat(w.Parts.SelectMany(Named)))
            .Concat(command.Redirections.SelectMany(r => Names().Matches(r).Select(m => m.Groups["name"].Value)))
            .Distinct().Where(n => _walk.State.Variables.TryGetValue(n, out var known) && known is Binding.Choice)];
    }

    private static IEnumerable<string> Named(WordPart part) => part switch
    {
        OpaquePart opaque => Names().Matches(opaque.Raw).Select(m => m.Groups["name"].Value),
        SubstitutionPart inside => Names().Matches(inside.Command).Select(m => m.Groups["name"].Value),
        ArithmeticPart sum => Words().Matches(sum.Text).Select(m => m.Value),
        _ => [],
    };

    private void Split(string variable, SimpleCommand command, Pipeline pipeline) => Split(variable, () => Take(command, pipeline));

    // The command once for each text that the variable may hold.
    private void Split(string variable, Action take)
    {
        var choice = (Binding.Choice)_walk.State.Variables[variable];
        if (choice.Ways.Length > MaxWays)
            throw new NotTurnedException($"${variable} may be one of {choice.Ways.Length} texts", "write the steps by hand");
        var start = _walk.State;
        var ends = new List<ScriptState>();
        foreach (var (when, value) in choice.Ways)
        {
            _walk.State = start.Clone();
            _walk.State.Assume(when);
            if (_walk.State.AliveAs.Known == false)
                continue;
            _walk.Variables.Set(variable, new Binding.Text(value));
            take();
            if (_walk.State.Variables.TryGetValue(variable, out var now) && now is Binding.Text { Value: var text } && text.Equals(value))
                _walk.Variables.Set(variable, choice);
            ends.Add(_walk.State);
        }

        _walk.State = ScriptState.Join(start.Alive, ends);
    }

    private static ShellWord Word(ShellValue value) => value.Constant is { } text ? ShellWord.Of(text) : throw new NotTurnedException("which program it runs is not known before the run", "write the name out");

    [GeneratedRegex(@"\$\{?[#!]?(?<name>[A-Za-z_][A-Za-z0-9_]*)")]
    private static partial Regex Names();

    [GeneratedRegex(@"[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Words();
}

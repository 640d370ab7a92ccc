using System.Collections.Immutable;
using System.Text.RegularExpressions;
using RunbookEngine.Language.Importing.Shell;
using RunbookEngine.Language.Importing.Writing;

namespace RunbookEngine.Language.Importing.Translation;

/// <summary>Other programs: <c>command</c> steps.</summary>
internal sealed partial class ScriptTranslator
{
    /// <summary>Characters of a text that is handed to a shell.</summary>
    private const int MaxShellText = 4_000;

    private void Program(Pipeline pipeline)
    {
        var name = pipeline.Commands.OfType<SimpleCommand>().Select(ShellShapes.Name).FirstOrDefault(n => n.Length > 0) ?? "program";
        var arguments = RunOf(pipeline);
        var step = Add(pipeline.Line, pipeline.EndLine, name, "command");
        step.Arguments.AddRange(arguments);
        step.Arguments.Add(("onUnknown", "hold"));
        step.Set("rollback", "{ none: \"the script does not take it back\" }");
        _last = new LastCommand(pipeline.Line, step);
    }

    /// <summary>The program and its arguments where no shell is needed, else the text for a shell with the variables it names.</summary>
    private List<(string Key, string Yaml)> RunOf(Pipeline pipeline)
    {
        var simple = pipeline.Commands is [SimpleCommand only] ? only : null;
        var arguments = new List<(string, string)>();
        if (simple is { Assignments.Length: 0 } && simple.Redirections.All(IsQuiet) && simple.Words.All(w => !w.HasPattern && w.Parts.All(p => p is LiteralPart or VariablePart)))
            arguments.Add(("run", YamlText.List(simple.Words.SelectMany(Variables.Split).Select(v => YamlText.Quoted(v.Template)))));
        else
            Shell(pipeline, arguments);
        if (simple?.HereDocument is { } document)
            arguments.Add(("stdin", YamlText.Quoted(Variables.Value(document.Body).Template)));
        if (_folder is not null)
            arguments.Add(("cwd", YamlText.Quoted(_folder)));
        return arguments;
    }

    private static bool IsQuiet(string redirection) =>
        redirection.EndsWith("/dev/null", StringComparison.Ordinal) || redirection is "2>&1" or "1>&2" or ">&2" || redirection.StartsWith("<<", StringComparison.Ordinal) && !redirection.StartsWith("<<<", StringComparison.Ordinal);

    private void Shell(Pipeline pipeline, List<(string Key, string Yaml)> arguments)
    {
        var text = pipeline.Text;
        if (text.Length > MaxShellText)
            throw new NotTurnedException($"it is longer than {MaxShellText} characters", "put it into a script of its own");
        var documents = pipeline.Commands.OfType<SimpleCommand>().Count(c => c.HereDocument is not null);
        if (documents > 1 || documents == 1 && pipeline.Commands.Length > 1)
            throw new NotTurnedException("a here document inside a pipe", "put it into a script of its own");
        if (CciName().IsMatch(text))
            throw new NotTurnedException("a CCI command stands inside of it", "take the pair operation out of it and write it as a step");
        text = HereSign().Replace(text, "");
        var environment = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var positions = 0;
        foreach (var name in Names().Matches(text).Select(m => m.Groups["name"].Value).Distinct())
        {
            if (char.IsAsciiDigit(name[0]))
                positions = Math.Max(positions, name[0] - '0');
            else if (Variables.Of(name) is Binding.Text known && (known.Value.Expression is null || !known.Value.Expression.StartsWith("inputs.", StringComparison.Ordinal) || !IsEnvironment(name)))
                environment[name] = YamlText.Quoted(known.Value.Template);
            else if (!IsEnvironment(name))
                throw new NotTurnedException(Variables.Of(name) is Binding.Unknown unknown ? unknown.Why : $"${name} is an exit status", "put it into a script of its own");
        }

        var run = new List<string> { "\"/bin/sh\"", "\"-c\"", YamlText.Quoted(ShellValue.Of(text).Template) };
        if (positions > 0)
        {
            run.Add("\"sh\"");
            for (var n = 1; n <= positions; n++)
                run.Add(YamlText.Quoted(Variables.Of($"{n}") is Binding.Text argument ? argument.Value.Template : ""));
        }

        arguments.Add(("run", YamlText.List(run)));
        if (environment.Count > 0)
            arguments.Add(("env", YamlText.Map(environment.Select(e => (e.Key, e.Value)))));
    }

    private static bool IsEnvironment(string name) => name is "HOME" or "PATH" or "USER" or "LOGNAME" or "HOSTNAME" or "PWD" or "SHELL" or "TMPDIR" or "LANG" or "TZ";

    [GeneratedRegex(@"\$\{?(?<name>[A-Za-z_][A-Za-z0-9_]*|[1-9])")]
    private static partial Regex Names();

    [GeneratedRegex(@"\b(pair(create|split|resync|evtwait|display|volchk)|horctakeover|raidcom)\b")]
    private static partial Regex CciName();

    [GeneratedRegex(@"<<-?\s*['""]?\w+['""]?")]
    private static partial Regex HereSign();
}

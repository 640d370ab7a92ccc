using System.Collections.Immutable;
using RunbookEngine.Import.Cci.Horcm;
using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Report;

namespace RunbookEngine.Import.Cci;

/// <summary>Turns a shell script of CCI calls and its HORCM files into a runbook and an environment. No line is dropped in silence.</summary>
public static class CciImporter
{
    /// <summary>Why a request is refused; null when it can be imported.</summary>
    public static string? Problem(ImportRequest request)
    {
        foreach (var text in request.HorcmFiles.Prepend(request.Script))
        {
            if (text.Text.Length > ImportRequest.MaxCharacters)
                return $"{text.Name} has {text.Text.Length:N0} characters; at most {ImportRequest.MaxCharacters:N0} are read";
            if (text.Text.Contains('\0'))
                return $"{text.Name} is no text";
        }

        if (SourceKind.Refused(request.Script.Name, request.Script.Text) is { } other)
            return $"{request.Script.Name} {other}";
        var lines = request.Script.Text.AsSpan().Count('\n') + 1;
        return lines > ImportRequest.MaxLines ? $"{request.Script.Name} has {lines:N0} lines; at most {ImportRequest.MaxLines:N0} are read" : null;
    }

    /// <exception cref="ArgumentException">The request has a <see cref="Problem"/>.</exception>
    public static ImportResult Import(ImportRequest request)
    {
        if (Problem(request) is { } problem)
            throw new ArgumentException(problem, nameof(request));
        var text = request.Script.Text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').TrimStart('\uFEFF');
        var nodes = ShellParser.Parse(text);
        ImmutableArray<HorcmFile> files = [.. request.HorcmFiles.Select((f, i) => HorcmReader.Read(f.Name, f.Text, i))];
        var script = Path.GetFileName(request.Script.Name);
        var name = RunbookName(request.Name ?? Path.GetFileNameWithoutExtension(script));

        // The first reading only learns what the groups are; the second writes.
        var evidence = new Evidence();
        var first = new ScriptWalk(script, new GroupBook(files, evidence, request.Technologies), evidence, isFirstReading: true, nodes);
        first.Sequence(nodes);
        var book = new GroupBook(files, evidence, request.Technologies);
        var walk = new ScriptWalk(script, book, evidence, isFirstReading: false, nodes) { KeepsCci = first.KeepsCci };
        walk.Sequence(nodes);

        var arrays = new ArrayRegister(files);
        var targets = new TargetList(walk.Commands.Groups, arrays);
        if (arrays.All.Count == 0)
            arrays.AliasOf(book.SerialOf(null), "pvol-array");
        var account = new ImportAccount(line => (request.Script.Name, line), script, text.Split('\n'), files, new ImportedParts(
            walk.Draft.Items, walk.Draft.Finally, [.. walk.Commands.Groups.Select(g => g.Written)], walk.Decisions, walk.Variables.Defaults));
        var runbook = account.Write(name, targets);
        var unread = files.SelectMany(f => f.Unread.Select(u => $"{Path.GetFileName(f.Name)}:{u.Line}: {u.Text}: {u.Why}"));
        var environment = EnvironmentWriter.Write(name, arrays.All, targets.Links, walk.Variables.Secrets, unread);
        return new ImportResult(name, runbook, environment, account.Steps, account.Lines, account.Open) { Topology = TopologyWriter.Write(name, walk.Commands.Groups, arrays) };
    }

    private static string RunbookName(string wish)
    {
        var slug = StepIds.Slug(wish, 60);
        return slug.Length == 0 ? "imported" : slug;
    }
}

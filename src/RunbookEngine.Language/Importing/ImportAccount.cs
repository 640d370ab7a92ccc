using System.Collections.Immutable;
using System.Text.RegularExpressions;
using RunbookEngine.Language.Importing.Horcm;
using RunbookEngine.Language.Importing.Translation;
using RunbookEngine.Language.Importing.Writing;

namespace RunbookEngine.Language.Importing;

/// <summary>Puts the runbook together and keeps account of every line.</summary>
internal sealed partial class ImportAccount(string path, string script, string[] lines, ImmutableArray<HorcmFile> files, ScriptTranslator translator)
{
    private HashSet<string> _used = [];

    public ImmutableArray<ImportedLine> Lines { get; private set; } = [];

    public ImmutableArray<ImportRemark> Open { get; private set; } = [];

    public string Write(string name, TargetList targets, List<DraftItem> items)
    {
        var steps = new RunbookWriter(lines);
        steps.Steps(items, 2);
        steps.Rest("  ");
        if (translator.Steps == 0)
            steps.Line("  # The script gave no step; this one keeps the file valid.").Line("  - id: nothing").Line("    checkpoint: {}");
        var body = steps.ToString();
        Lines = [.. Enumerable.Range(1, lines.Length).Where(n => lines[n - 1].Trim().Length > 0).Select(n => Account(n, steps))];

        var whole = new RunbookWriter([]);
        whole.Line("runbook: v1").Line($"name: {YamlText.Of(name)}").Line($"description: {YamlText.Quoted($"Imported from {script}.")}");
        whole.Line("# Below each quoted line of the script stands what became of it:").Line("#      = no step    the engine does it by itself, or nothing is to be done");
        whole.Line("#      * a remark about the step below").Line("#      ! NOT TURNED  a person has to look at it");
        whole.Line("# The script went on after most failures; a run stops at the first failed step.");
        Inputs(whole, body);
        targets.Write(whole);
        whole.Line("# A failed script left everything as it was. Once the rollback of each step has been checked, `rollback` can stand here.").Line("onFailure: hold").Line("steps:");
        Open = [.. Remarks(targets, items)];
        return whole + body;
    }

    private ImportedLine Account(int number, RunbookWriter steps)
    {
        var (fate, step) = steps.Fates.TryGetValue(number, out var known) ? known : (LineFate.NotTurned, null);
        return new ImportedLine(number, SecretText.Masked(lines[number - 1]), fate, step);
    }

    // Inputs are those the steps name; a comment that happens to look like one does not count.
    private void Inputs(RunbookWriter whole, string body)
    {
        var code = string.Join('\n', body.Split('\n').Where(l => !l.TrimStart().StartsWith('#')));
        var written = string.Join('\n', translator.Groups.Select(g => g.Written));
        var names = Expression().Matches($"{code}\n{written}").SelectMany(m => Input().Matches(m.Value)).Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal).ToList();
        _used = [.. names];
        if (names.Count == 0)
            return;
        whole.Line("inputs:");
        foreach (var name in names)
        {
            var decision = translator.Decisions.FirstOrDefault(d => d.Input == name);
            var about = decision.Input is not null ? $"whether this holds (line {decision.Line}): {SecretText.Masked(decision.Condition)}"
                : name.StartsWith("arg", StringComparison.Ordinal) && name.Length == 4 ? $"argument {name[3..]} of the script" : $"the script's variable {name}";
            var entries = new List<(string, string)> { ("type", decision.Input is null ? "string" : "boolean") };
            if (translator.Variables.Defaults.TryGetValue(name, out var value))
                entries.Add(("default", YamlText.Quoted(value)));
            entries.Add(("description", YamlText.Quoted(YamlText.Comment(about).Replace("${{", "$ {{", StringComparison.Ordinal))));
            whole.Line($"  {name}: {YamlText.Map(entries)}");
        }
    }

    private IEnumerable<ImportRemark> Remarks(TargetList targets, List<DraftItem> items)
    {
        foreach (var note in Notes(items).Where(n => n.Mend is not null).DistinctBy(n => (n.Line, n.Why)).OrderBy(n => n.Line))
            yield return new ImportRemark(path, note.Line, SecretText.Masked(note.Line <= lines.Length ? lines[note.Line - 1].Trim() : ""), note.Why!, note.Mend!);
        foreach (var decision in translator.Decisions.Where(d => _used.Contains(d.Input)))
            yield return new ImportRemark(path, decision.Line, SecretText.Masked(decision.Condition), $"the condition became the input `{decision.Input}`", "say with each run whether it holds, or write it as an expression");
        foreach (var open in targets.Open)
            yield return new ImportRemark(path, 0, "", open, "check it in `targets`");
        foreach (var file in files)
        {
            foreach (var unread in file.Unread)
                yield return new ImportRemark(file.Name, unread.Line, unread.Text, unread.Why, "add what it says to the environment or to `targets` by hand");
        }
    }

    private static IEnumerable<DraftNote> Notes(IEnumerable<DraftItem> items) =>
        items.SelectMany(i => i is DraftNote note ? [note] : Notes(((DraftStep)i).Children));

    [GeneratedRegex(@"\$\{\{.*?\}\}|when: .*|foreach: .*")]
    private static partial Regex Expression();

    [GeneratedRegex(@"\binputs\.([A-Za-z_][A-Za-z0-9_]*)")]
    private static partial Regex Input();
}

using System.Collections.Immutable;
using System.Text.RegularExpressions;
using RunbookEngine.Import.Cci.Horcm;

namespace RunbookEngine.Import.Report;

/// <summary>What a source was turned into, before it is written down.</summary>
/// <param name="Groups">Copy groups as the steps write them.</param>
/// <param name="Decisions">Conditions that only a person can decide.</param>
/// <param name="Defaults">Of inputs.</param>
internal sealed record ImportedParts(
    IReadOnlyList<DraftItem> Items, IReadOnlyList<DraftItem> Finally, IReadOnlyList<string> Groups,
    IReadOnlyList<(string Input, string Condition, int Line)> Decisions, IReadOnlyDictionary<string, string> Defaults)
{
    /// <summary>Inputs that are asked for true or false.</summary>
    public IReadOnlySet<string> Booleans { get; init; } = new HashSet<string>();
}

/// <summary>Puts the runbook together and keeps account of every line.</summary>
internal sealed partial class ImportAccount(Func<int, (string File, int Line)> place, string script, string[] lines, ImmutableArray<HorcmFile> files, ImportedParts parts)
{
    private HashSet<string> _used = [];

    public ImmutableArray<ImportedLine> Lines { get; private set; } = [];

    public ImmutableArray<ImportRemark> Open { get; private set; } = [];

    public int Steps { get; private set; }

    public string Write(string name, TargetList targets)
    {
        var items = Used([.. parts.Items]);
        Steps = All(items).OfType<DraftStep>().Count();
        var steps = new RunbookWriter(lines);
        steps.Steps(items, 2);
        var forgotten = steps.Rest("  ");
        if (Steps == 0 && forgotten.Count == 0)
            steps.Line("  # The source gave no step; this one keeps the file valid.").Line("  - id: nothing").Line("    checkpoint: {}");
        if (parts.Finally.Count > 0)
        {
            steps.Line("finally:");
            steps.Steps(parts.Finally, 2);
        }

        var body = steps.ToString();
        Open = [.. Remarks(targets, items, forgotten).Concat(Unreached(items, steps)).DistinctBy(r => (r.Kind, r.File, r.Line, r.Message))];
        Lines = [.. Enumerable.Range(1, lines.Length).Where(n => lines[n - 1].Trim().Length > 0).Select(n => Account(n, steps))];

        var whole = new RunbookWriter([]);
        whole.Line("runbook: v1").Line($"name: {YamlText.Of(name)}").Line($"description: {YamlText.Quoted($"Imported from {script}.")}");
        var counts = new ImportResult(name, "", "", 0, Lines, Open).Counts;
        whole.Line($"# Lines of {YamlText.Comment(script)}: {counts.Turned} turned, {counts.NeedALook} need a look, {counts.NotTurned} not turned.");
        whole.Line("# Below each quoted line of the source stands what became of it:").Line("#      = no step    the engine does it by itself, or nothing is to be done");
        whole.Line("#      * a remark about the step below").Line("#      ? CHECK       a person has to confirm or decide it");
        whole.Line("#      ! NOT TURNED  the `unresolved` step below it stops the runbook until a person replaces or accepts it");
        whole.Line("# A script goes on after most failures; a run stops at the first failed step.");
        Inputs(whole, body);
        targets.Write(whole);
        whole.Line("# A failed script left everything as it was. Once the rollback of each step has been checked, `rollback` can stand here.").Line("onFailure: hold").Line("steps:");
        // Known only now: which inputs the steps read.
        Open = [.. Open.Where(o => o.Kind != RemarkKind.Check || !parts.Decisions.Any(d => d.Line == o.Line && !_used.Contains(d.Input) && o.Message.Contains($"`{d.Input}`", StringComparison.Ordinal)))];
        return whole + body;
    }

    // A line that changes pairs and is said to be never reached: a person confirms that.
    private IEnumerable<ImportRemark> Unreached(List<DraftItem> items, RunbookWriter steps) =>
        from note in All(items).OfType<DraftNote>()
        where note.Unreached
        from number in Enumerable.Range(note.Line, note.EndLine - note.Line + 1)
        where number <= lines.Length && steps.Fates.TryGetValue(number, out var known) && known.Fate == LineFate.NotNeeded && Changing().IsMatch(lines[number - 1]) && !lines[number - 1].TrimStart().StartsWith('#')
        select Remark(RemarkKind.Check, number, Line(number), note.Why!, "confirm that the script never comes here, or write the step by hand");

    // A reading for a variable that no step uses is left out.
    private static List<DraftItem> Used(List<DraftItem> items)
    {
        var changed = true;
        while (changed)
        {
            changed = false;
            var text = string.Join('\n', All(items).OfType<DraftStep>().SelectMany(s => s.Arguments.Concat(s.Modifiers)).Select(a => a.Yaml));
            changed = Drop(items, s => !text.Contains($"steps[\\\"{s.Id}\\\"]", StringComparison.Ordinal) && !text.Contains($"steps[\"{s.Id}\"]", StringComparison.Ordinal));
        }

        return items;
    }

    private static bool Drop(List<DraftItem> items, Predicate<DraftStep> unused)
    {
        var any = false;
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is not DraftStep step)
                continue;
            if (step.OnlyIfUsed && unused(step))
            {
                items[i] = new DraftNote(step.Line, step.EndLine, "only messages use it");
                any = true;
            }
            else
            {
                any |= Drop(step.Children, unused);
            }
        }

        // A group that has lost its last step is none.
        return any;
    }

    private ImportedLine Account(int number, RunbookWriter steps)
    {
        var (fate, step) = steps.Fates.TryGetValue(number, out var known) ? known : (LineFate.NotTurned, null);
        return new ImportedLine(number, SecretText.Masked(lines[number - 1]), fate, step, Open.Any(o => o.Kind == RemarkKind.Check && (o.File, o.Line) == place(number)));
    }

    // Inputs are those the steps name; a comment that happens to look like one does not count.
    private void Inputs(RunbookWriter whole, string body)
    {
        var code = string.Join('\n', body.Split('\n').Where(l => !l.TrimStart().StartsWith('#')));
        var written = string.Join('\n', parts.Groups);
        var names = Expression().Matches($"{code}\n{written}").SelectMany(m => Input().Matches(m.Value)).Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal).ToList();
        _used = [.. names];
        if (names.Count == 0)
            return;
        whole.Line("inputs:");
        foreach (var name in names)
        {
            var decision = parts.Decisions.FirstOrDefault(d => d.Input == name);
            var about = decision.Input is not null ? $"whether this holds (line {decision.Line}): {SecretText.Masked(decision.Condition)}"
                : name.StartsWith("arg", StringComparison.Ordinal) && name.Length == 4 ? $"argument {name[3..]} of the script" : $"the variable {name} of the source";
            var boolean = parts.Booleans.Contains(name);
            var entries = new List<(string, string)> { ("type", decision.Input is null && !boolean ? "string" : "boolean") };
            if (parts.Defaults.TryGetValue(name, out var value))
                entries.Add(("default", boolean ? value : YamlText.Quoted(value)));
            entries.Add(("description", YamlText.Quoted(YamlText.Comment(about).Replace("${{", "$ {{", StringComparison.Ordinal))));
            whole.Line($"  {name}: {YamlText.Map(entries)}");
        }
    }

    private IEnumerable<ImportRemark> Remarks(TargetList targets, List<DraftItem> items, IReadOnlyList<int> forgotten)
    {
        foreach (var hole in All(items).OfType<DraftStep>().Where(s => s.Verb == "unresolved").OrderBy(s => s.Line))
            yield return Remark(RemarkKind.Hole, hole.Line, Line(hole.Line), hole.Why!, hole.Todo!);
        foreach (var number in forgotten)
            yield return Remark(RemarkKind.Hole, number, Line(number), "nothing was made of it", "write the step by hand");
        foreach (var step in All(items).OfType<DraftStep>().OrderBy(s => s.Line))
        {
            foreach (var check in step.Checks)
                yield return Remark(RemarkKind.Check, step.Line, Line(step.Line), check, "confirm it, or write it otherwise");
        }

        foreach (var decision in parts.Decisions)
            yield return Remark(RemarkKind.Check, decision.Line, SecretText.Masked(decision.Condition), $"the condition became the input `{decision.Input}`", "say with each run whether it holds, or write it as an expression");
        foreach (var file in files)
        {
            foreach (var unread in file.Unread)
                yield return new ImportRemark(RemarkKind.Check, file.Name, unread.Line, unread.Text, unread.Why, "add what it says to the environment or to `targets` by hand");
        }

        foreach (var open in targets.Open)
            yield return Remark(RemarkKind.Assumption, 0, "", open, "check it in `targets`");
    }

    private ImportRemark Remark(RemarkKind kind, int number, string text, string message, string mend)
    {
        var (file, line) = place(number);
        return new ImportRemark(kind, file, number == 0 ? 0 : line, text, message, mend);
    }

    private string Line(int number) => SecretText.Masked(number > 0 && number <= lines.Length ? lines[number - 1].Trim() : "");

    private static IEnumerable<DraftItem> All(IEnumerable<DraftItem> items) => items.SelectMany(i => i is DraftStep step ? All(step.Children).Prepend(step) : [i]);

    [GeneratedRegex(@"\b(pair(create|split|resync|evtwait|syncwait)|horctakeover|raidcom)\b")]
    private static partial Regex Changing();

    [GeneratedRegex(@"\$\{\{.*?\}\}|when: .*|foreach: .*")]
    private static partial Regex Expression();

    [GeneratedRegex(@"\binputs\.([A-Za-z_][A-Za-z0-9_]*)")]
    private static partial Regex Input();
}

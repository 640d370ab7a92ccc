using System.Globalization;
using System.Text;

namespace RunbookEngine.Language.Importing.Writing;

/// <summary>Writes steps as YAML, each below the lines of the script it stands for.</summary>
internal sealed class RunbookWriter(string[] lines)
{
    private readonly StringBuilder _yaml = new();
    private readonly HashSet<int> _shown = [];
    private readonly SortedDictionary<int, (LineFate Fate, string? Step)> _fates = [];
    private int _last;

    /// <summary>What became of each line that was shown.</summary>
    public IReadOnlyDictionary<int, (LineFate Fate, string? Step)> Fates => _fates;

    public override string ToString() => _yaml.ToString();

    public RunbookWriter Line(string text = "")
    {
        _yaml.Append(text).Append('\n');
        return this;
    }

    public void Steps(IEnumerable<DraftItem> items, int indent)
    {
        var margin = new string(' ', indent);
        foreach (var item in items)
        {
            if (item is DraftNote note)
                Note(note, margin);
            else if (item is DraftStep step)
                Step(step, indent, margin);
        }
    }

    /// <summary>Shows the lines that nothing stands for. There should be none.</summary>
    public void Rest(string margin)
    {
        for (var number = 1; number <= lines.Length; number++)
        {
            if (lines[number - 1].Trim().Length > 0 && !_shown.Contains(number))
                Note(new DraftNote(number, number, "nothing was made of it", "write the step by hand"), margin);
        }
    }

    private void Note(DraftNote note, string margin)
    {
        var fate = note.Mend is null ? LineFate.NotNeeded : LineFate.NotTurned;
        var any = Quote(note.Line, note.EndLine, margin, fate, null);
        if (note.Why is null || !any && note.Mend is null)
            return;
        if (!any)
            Line(note.Line == note.EndLine ? $"{margin}# line {note.Line}:" : $"{margin}# lines {note.Line} to {note.EndLine}:");
        var why = YamlText.Comment(note.Why);
        Line(note.Mend is null ? $"{margin}#      = no step: {why}" : $"{margin}#      ! NOT TURNED: {why}. TO DO: {YamlText.Comment(note.Mend)}");
    }

    private void Step(DraftStep step, int indent, string margin)
    {
        if (!Quote(step.Line, step.EndLine, margin, LineFate.Step, step.Id) && (_last < step.Line || _last > step.EndLine))
        {
            Line($"{margin}# line {step.Line}");
            _last = step.Line;
        }

        foreach (var (line, endLine) in step.MoreLines)
            Quote(line, endLine, margin, LineFate.Step, step.Id);
        foreach (var remark in step.Remarks)
            Line($"{margin}#      * {YamlText.Comment(remark)}");
        Line($"{margin}- id: {step.Id}");
        var more = margin + "  ";
        foreach (var (key, yaml) in step.Modifiers.Where(m => m.Key is "when" or "foreach" or "as"))
            Line($"{more}{key}: {yaml}");
        if (step.Verb == "group")
        {
            Line($"{more}group:");
            Steps(step.Children, indent + 4);
        }
        else
        {
            Line($"{more}{step.Verb}: {YamlText.Map(step.Arguments)}");
        }

        foreach (var (key, yaml) in step.Modifiers.Where(m => m.Key is not ("when" or "foreach" or "as")))
            Line($"{more}{key}: {yaml}");
    }

    private bool Quote(int line, int endLine, string margin, LineFate fate, string? step)
    {
        var any = false;
        for (var number = Math.Max(1, line); number <= Math.Min(endLine, lines.Length); number++)
        {
            Fate(number, fate, step);
            var text = lines[number - 1];
            if (text.Trim().Length == 0 || !_shown.Add(number))
                continue;
            (any, _last) = (true, number);
            Line(string.Create(CultureInfo.InvariantCulture, $"{margin}# {number,4} | {YamlText.Comment(SecretText.Masked(text))}"));
        }

        return any;
    }

    // What is left to do outweighs a step, and a step outweighs a mere mention.
    private void Fate(int number, LineFate fate, string? step)
    {
        if (!_fates.TryGetValue(number, out var known) || Weight(fate) > Weight(known.Fate))
            _fates[number] = (fate, step);
    }

    private static int Weight(LineFate fate) => fate switch { LineFate.NotTurned => 2, LineFate.Step => 1, _ => 0 };
}

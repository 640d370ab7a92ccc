using System.Globalization;
using System.Text;

namespace RunbookEngine.Import.Report;

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

    /// <summary>Holes for the lines that nothing stands for. There should be none.</summary>
    public IReadOnlyList<int> Rest(string margin)
    {
        for (var number = 1; number <= lines.Length; number++)
        {
            if (IsStructure(lines[number - 1]) && !_shown.Contains(number))
                Quote(number, number, margin, LineFate.NotNeeded, null);
        }

        var forgotten = Enumerable.Range(1, lines.Length).Where(n => lines[n - 1].Trim().Length > 0 && !_shown.Contains(n)).ToList();
        foreach (var number in forgotten)
            Step(new DraftStep(number, number, $"rest-{number}", "unresolved") { Why = "nothing was made of it", Todo = "write the step by hand" }, margin.Length, margin);
        return forgotten;
    }

    private void Note(DraftNote note, string margin)
    {
        var any = Quote(note.Line, note.EndLine, margin, LineFate.NotNeeded, null);
        if (note.Why is not null && any)
            Line($"{margin}#      = no step: {YamlText.Comment(note.Why)}");
    }

    private void Unresolved(DraftStep step, string margin)
    {
        if (!Quote(step.Line, step.EndLine, margin, LineFate.NotTurned, step.Id))
            Line(step.Line == step.EndLine ? $"{margin}# line {step.Line}:" : $"{margin}# lines {step.Line} to {step.EndLine}:");
        Line($"{margin}#      ! NOT TURNED: {YamlText.Comment(step.Why!)}. TO DO: {YamlText.Comment(step.Todo!)}");
        Line($"{margin}- id: {step.Id}");
        foreach (var (key, yaml) in step.Modifiers)
            Line($"{margin}  {key}: {yaml}");
        var source = step.Line > 0 && step.Line <= lines.Length ? YamlText.Comment(SecretText.Masked(lines[step.Line - 1].Trim())).Replace("${{", "$${{", StringComparison.Ordinal) : "";
        Line($"{margin}  unresolved:");
        Line($"{margin}    line: {YamlText.Number(step.Line)}");
        if (source.Length > 0)
            Line($"{margin}    source: {YamlText.Quoted(source)}");
        Line($"{margin}    why: {YamlText.Quoted(YamlText.Comment(step.Why!).Replace("${{", "$${{", StringComparison.Ordinal))}");
    }

    private void Step(DraftStep step, int indent, string margin)
    {
        if (step.Verb == "unresolved")
        {
            Unresolved(step, margin);
            return;
        }

        if (step.Verb == "group" && !step.Children.OfType<DraftStep>().Any())
        {
            Quote(step.Line, step.EndLine, margin, LineFate.NotNeeded, null);
            Steps(step.Children, indent);
            return;
        }

        if (!Quote(step.Line, step.EndLine, margin, LineFate.Step, step.Id) && (_last < step.Line || _last > step.EndLine))
        {
            Line($"{margin}# line {step.Line}");
            _last = step.Line;
        }

        foreach (var (line, endLine) in step.MoreLines)
            Quote(line, endLine, margin, LineFate.Step, step.Id);
        foreach (var remark in step.Remarks)
            Line($"{margin}#      * {YamlText.Comment(remark)}");
        foreach (var check in step.Checks)
            Line($"{margin}#      ? CHECK: {YamlText.Comment(check)}");
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
        var structure = new Stack<int>();
        for (var number = Math.Max(1, line); number <= Math.Min(endLine, lines.Length); number++)
        {
            Fate(number, fate, step);
            var text = lines[number - 1];
            if (text.Trim().Length == 0 || !_shown.Add(number))
                continue;
            // Lines that only hold blocks together stand with what follows them.
            for (var before = number - 1; before >= 1 && !_shown.Contains(before) && IsStructure(lines[before - 1]); before--)
            {
                Fate(before, LineFate.NotNeeded, null);
                structure.Push(before);
                _shown.Add(before);
            }

            while (structure.TryPop(out var held))
                Line(Quoted(held, margin));
            (any, _last) = (true, number);
            Line(Quoted(number, margin));
        }

        return any;
    }

    private string Quoted(int number, string margin) =>
        string.Create(CultureInfo.InvariantCulture, $"{margin}# {number,4} | {YamlText.Comment(SecretText.Masked(lines[number - 1]))}");

    private static bool IsStructure(string line) => line.Trim() is ";;" or "else" or "fi" or "fi;" or "done" or "done;" or "then" or "do" or "esac" or "esac;" or "{" or "}" or "};" or "(" or ")" or ");" or "fi ;;" or "done ;;";

    // What is left to do outweighs a step, and a step outweighs a mere mention.
    private void Fate(int number, LineFate fate, string? step)
    {
        if (!_fates.TryGetValue(number, out var known) || Weight(fate) > Weight(known.Fate))
            _fates[number] = (fate, step);
    }

    private static int Weight(LineFate fate) => fate switch { LineFate.NotTurned => 2, LineFate.Step => 1, _ => 0 };
}

using System.Text.Json.Nodes;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Import.Report;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Commands;

/// <summary>What an import tells: files written, lines by what became of them, and what is left for a person.</summary>
internal static class ImportReport
{
    /// <summary>Characters of a quoted line.</summary>
    private const int Longest = 160;

    /// <summary>Columns of the source, side by side with the runbook.</summary>
    private const int SourceColumns = 62;

    public static void Tell(Invocation call, ImportResult result, IReadOnlyList<string> files, bool explain)
    {
        if (explain)
            Explain(call, result);
        foreach (var file in files)
            call.Out.WriteLine($"wrote {file}");
        var counts = result.Counts;
        call.Out.WriteLine($"{result.Steps} steps from {result.Lines.Length} lines: {counts.Turned} turned, {counts.NeedALook} need a look, {counts.NotTurned} not turned");
        List(call, result, RemarkKind.Hole, "not turned; an `unresolved` step stops the runbook there until it is replaced or accepted:");
        List(call, result, RemarkKind.Check, "needs a look:");
        List(call, result, RemarkKind.Assumption, "taken for granted; each run verifies it on the arrays before its first step:");
        call.Out.WriteLine("next:");
        call.Out.WriteLine($"  runbook validate {Shell.Quote(files[0])} --environment {Shell.Quote(files[1])}");
        if (files.Count > 2)
            call.Out.WriteLine($"  runbook plan {Shell.Quote(files[0])} --simulate {Shell.Quote(files[2])}");
    }

    // Each line of the source beside the first line of its step, or beside why it has none.
    private static void Explain(Invocation call, ImportResult result)
    {
        var steps = result.Runbook.Split('\n');
        var verbs = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < steps.Length; i++)
        {
            if (steps[i].TrimStart().StartsWith("- id: ", StringComparison.Ordinal))
                verbs.TryAdd(steps[i].Trim()[6..], string.Join("  ", steps.Skip(i + 1).TakeWhile(l => !l.TrimStart().StartsWith('#') && !l.TrimStart().StartsWith("- ", StringComparison.Ordinal) && l.Trim().Length > 0).Select(l => l.Trim())));
        }

        foreach (var line in result.Lines)
        {
            var left = $"{line.Number,5} {SinkText.Line(line.Text.TrimEnd())}";
            left = left.Length > SourceColumns ? left[..(SourceColumns - 1)] + "…" : left.PadRight(SourceColumns);
            var right = line.Fate switch
            {
                LineFate.NotTurned => $"! NOT TURNED: {result.Open.FirstOrDefault(o => o.Kind == RemarkKind.Hole && o.Line <= line.Number)?.Message}",
                LineFate.Step when line.Step is { } step => $"{(line.NeedsALook ? "? " : "")}{step}: {verbs.GetValueOrDefault(step)}",
                _ => line.NeedsALook ? "? needs a look" : "",
            };
            call.Out.WriteLine(right.Length == 0 ? left.TrimEnd() : $"{left} | {SinkText.Line(right)}");
        }
    }

    private static void List(Invocation call, ImportResult result, RemarkKind kind, string heading)
    {
        var found = result.Open.Where(o => o.Kind == kind).ToList();
        if (found.Count == 0)
            return;
        call.Out.WriteLine(heading);
        foreach (var open in found)
        {
            call.Out.WriteLine(open.Line > 0 ? $"  {open.File}:{open.Line}: {SinkText.Line(open.Message)}" : $"  {SinkText.Line(open.Message)}");
            if (open.Text.Length > 0)
                call.Out.WriteLine($"    {SinkText.Line(open.Text.Length > Longest ? open.Text[..Longest] : open.Text)}");
            call.Out.WriteLine($"    {SinkText.Line(open.Mend)}");
        }
    }

    public static JsonObject Document(ImportResult result, IReadOnlyList<string> files) => new()
    {
        ["runbook"] = files[0],
        ["environment"] = files[1],
        ["topology"] = files.ElementAtOrDefault(2),
        ["steps"] = result.Steps,
        ["counts"] = new JsonObject { ["turned"] = result.Counts.Turned, ["needALook"] = result.Counts.NeedALook, ["notTurned"] = result.Counts.NotTurned },
        ["lines"] = new JsonArray([.. result.Lines.Select(l => new JsonObject
        {
            ["line"] = l.Number,
            ["text"] = l.Text,
            ["fate"] = l.Fate switch { LineFate.Step => "step", LineFate.NotNeeded => "not-needed", _ => "not-turned" },
            ["step"] = l.Step,
            ["needsALook"] = l.NeedsALook,
        })]),
        ["open"] = new JsonArray([.. result.Open.Select(o => new JsonObject
        {
            ["kind"] = o.Kind switch { RemarkKind.Hole => "hole", RemarkKind.Check => "check", _ => "assumption" },
            ["file"] = o.File, ["line"] = o.Line, ["text"] = o.Text, ["message"] = o.Message, ["mend"] = o.Mend,
        })]),
    };
}

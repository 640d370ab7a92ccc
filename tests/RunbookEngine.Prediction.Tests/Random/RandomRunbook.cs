using System.Globalization;
using System.Text;

namespace RunbookEngine.Prediction.Tests;

/// <summary>A runbook of random steps over given copy groups: mostly sensible, sometimes not.</summary>
internal sealed class RandomRunbook(System.Random random, IReadOnlyList<RandomGroup> groups)
{
    private readonly StringBuilder _text = new();
    private int _step;

    public string Write()
    {
        _text.Append("runbook: v1\nname: random\ninputs:\n  yes: { type: boolean, default: true }\n  no: { type: boolean, default: false }\ntargets:\n");
        foreach (var technology in groups.Select(g => g.Technology).Distinct())
        {
            _text.Append(CultureInfo.InvariantCulture, $"  {Target(technology)}: {{ technology: {technology}, array: tokyo, {(technology == "shadow-image" ? "" : "remoteArray: osaka, ")}copyGroups: [{string.Join(", ", groups.Where(g => g.Technology == technology).Select(g => g.Name))}] }}\n");
        }

        _text.Append(random.Next(6) switch { 0 => "onFailure: hold\n", 1 => "onFailure: abort\n", _ => "" });
        _text.Append("steps:\n");
        var steps = random.Next(2, 8);
        for (var i = 0; i < steps; i++)
            Step(2, groups, depth: 0);
        if (random.Next(4) == 0)
        {
            _text.Append("finally:\n");
            Step(2, groups, depth: 9);
        }

        return _text.ToString();
    }

    private static string Target(string technology) => "all-" + technology;

    private void Step(int indent, IReadOnlyList<RandomGroup> among, int depth)
    {
        var kind = random.Next(12);
        if (depth < 2 && kind == 0 && among.Count > 1)
            Parallel(indent, among, depth);
        else if (depth < 2 && kind == 1)
            Group(indent, among, depth);
        else
            Leaf(indent, among, depth);
    }

    private void Parallel(int indent, IReadOnlyList<RandomGroup> among, int depth)
    {
        Open(indent, $"side-{++_step}");
        Line(indent + 2, "parallel:");
        Line(indent + 4, "branches:");
        var half = among.Count / 2;
        foreach (var (name, part) in new[] { ("left", among.Take(half)), ("right", among.Skip(half)) })
        {
            Line(indent + 6, $"{name}:");
            for (var i = random.Next(1, 3); i > 0; i--)
                // Branches keep to copy groups of their own.
                Leaf(indent + 8, [.. part], depth: 8);
        }
    }

    private void Group(int indent, IReadOnlyList<RandomGroup> among, int depth)
    {
        Open(indent, $"group-{++_step}");
        When(indent);
        Line(indent + 2, "group:");
        Line(indent + 4, "steps:");
        for (var i = random.Next(1, 3); i > 0; i--)
            Step(indent + 6, among, depth + 1);
    }

    private void Leaf(int indent, IReadOnlyList<RandomGroup> among, int depth)
    {
        var group = among[random.Next(among.Count)];
        var loop = depth == 0 && random.Next(4) == 0;
        var whole = !loop && depth == 0 && random.Next(4) == 0;
        var on = loop ? "\"${{ g }}\"" : whole ? Target(group.Technology) : group.Name;
        var byPair = !loop && !whole && group.Technology != "universal-replicator" && random.Next(6) == 0;
        on = byPair ? $"{group.Name}/{PairName(group, random.Next(group.Pairs))}" : on;
        var id = $"step-{++_step}";
        Open(indent, id);
        if (loop)
        {
            Line(indent + 2, $"foreach: targets['{Target(group.Technology)}'].copyGroups");
            Line(indent + 2, "as: g");
            if (random.Next(2) == 0)
                Line(indent + 2, "maxParallel: 4");
        }

        When(indent);
        Verb(indent, group, on, depth);
        if (random.Next(10) == 0)
            Line(indent + 2, random.Next(2) == 0 ? "onFailure: hold" : "onFailure: abort");
    }

    private void Verb(int indent, RandomGroup group, string on, int depth)
    {
        var (remote, local) = (group.Technology != "shadow-image", group.Technology == "shadow-image");
        switch (random.Next(remote ? 12 : 10))
        {
            case 0 or 1 or 2:
                var split = group.Technology switch
                {
                    "shadow-image" => random.Next(3) == 0 ? ", quick: true" : "",
                    "truecopy" => random.Next(3) switch { 0 => ", svolAccess: read-write", 1 => ", pvolWriteProtect: true", _ => "" },
                    "universal-replicator" => random.Next(3) switch { 0 => ", svolAccess: read-write", 1 => ", dataSuspend: true", _ => "" },
                    _ => "",
                };
                Line(indent + 2, $"pair.split: {{ on: {on}{split} }}");
                Wait(indent, ["PSUS", "SSUS"]);
                Rollback(indent, depth, $"pair.resync: {{ on: {on} }}");
                break;
            case 3 or 4 or 5:
                Line(indent + 2, $"pair.resync: {{ on: {on}{(local && random.Next(3) == 0 ? ", quick: true" : "")} }}");
                Wait(indent, ["PAIR"]);
                Rollback(indent, depth, $"pair.split: {{ on: {on} }}");
                break;
            case 6:
                Line(indent + 2, $"pair.assert: {{ on: {on}, status: [{string.Join(", ", random.Next(2) == 0 ? ["PAIR"] : new[] { "PSUS", "SSUS" })}] }}");
                break;
            case 7:
                Line(indent + 2, $"pair.wait: {{ on: {on}, status: [{(random.Next(2) == 0 ? "PAIR" : "PSUS, SSUS")}], timeout: 20m }}");
                break;
            case 8 when local:
                Line(indent + 2, $"pair.restore: {{ on: {on}{(random.Next(2) == 0 ? ", quick: true" : "")} }}");
                if (depth != 9)
                    Line(indent + 2, "rollback: { none: \"a random restore\" }");
                break;
            case 8:
                Line(indent + 2, "command: { run: [/bin/true], onUnknown: retry }");
                Line(indent + 2, "rollback: { none: \"nothing to take back\" }");
                break;
            case 9:
                Line(indent + 2, $"pair.delete: {{ on: {on} }}");
                if (depth != 9)
                    Line(indent + 2, "rollback: { none: \"a random delete\" }");
                break;
            case 10:
                Line(indent + 2, $"pair.swapResync: {{ on: {on} }}");
                if (random.Next(3) == 0 && depth == 0)
                    Line(indent + 2, "pivot: true");
                if (depth != 9)
                    Line(indent + 2, "rollback: { none: \"a random swap\" }");
                break;
            default:
                Line(indent + 2, $"pair.takeover: {{ on: {on}{(random.Next(2) == 0 ? ", mode: force" : "")} }}");
                if (depth != 9)
                    Line(indent + 2, "rollback: { none: \"a random takeover\" }");
                break;
        }
    }

    /// <param name="end">Where the operation ends by itself.</param>
    private void Wait(int indent, string[] end)
    {
        switch (random.Next(7))
        {
            case 0:
                Line(indent + 2, "wait: none");
                break;
            case 1:
                Line(indent + 2, $"wait: {{ for: [{string.Join(", ", end)}], timeout: 30m }}");
                break;
            case 2:
                // On the way, and where it ends: which of them is seen is a matter of moments.
                Line(indent + 2, $"wait: {{ for: [{string.Join(", ", end.Append("COPY"))}], timeout: 30m }}");
                break;
        }
    }

    private void Rollback(int indent, int depth, string undo)
    {
        if (depth == 9)
            return;
        switch (random.Next(6))
        {
            case 0:
                Line(indent + 2, $"rollback: {{ {undo} }}");
                break;
            case 1:
                Line(indent + 2, "rollback: { none: \"it stays\" }");
                break;
        }
    }

    private void When(int indent)
    {
        switch (random.Next(12))
        {
            case 0:
                Line(indent + 2, "when: inputs.no");
                break;
            case 1:
                Line(indent + 2, "when: inputs.yes");
                break;
        }
    }

    private static string PairName(RandomGroup group, int number) => group.Pairs == 1 ? "p" : $"p{number + 1:00}";

    private void Open(int indent, string id) => Line(indent, $"- id: {id}");

    private void Line(int indent, string text) => _text.Append(' ', indent).Append(text).Append('\n');
}

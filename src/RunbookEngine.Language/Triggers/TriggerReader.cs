using System.Globalization;
using System.Text.Json;
using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Rules;
using RunbookEngine.Language.Shape;
using RunbookEngine.Language.Timetables;
using RunbookEngine.Language.Typing;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Triggers;

/// <summary>Reads triggers: those of a runbook, and those that stand alone.</summary>
public static class TriggerReader
{
    /// <summary>The triggers of a runbook that compiles without errors.</summary>
    public static IReadOnlyList<TriggerDefinition> Of(Runbook runbook) => [.. TriggerNodes.Of(runbook).Select(Read)];

    /// <summary>The triggers in a runbook's text; none where the text is not one.</summary>
    public static IReadOnlyList<TriggerDefinition> Of(SourceFile file) =>
        DocumentLoader.Load(file).Root is MapNode root && !SchemaCheck.Check(root, Schemas.Runbook.Root).Any(d => d.IsError) ? Of(RunbookBinder.Bind(file.Name, root)) : [];

    /// <summary>A trigger in a file of its own, YAML or JSON: its keys, and <c>runbook</c> for what it starts.</summary>
    /// <param name="name">What it is called; the file need not say it.</param>
    public static TriggerFile Read(SourceFile file, string name)
    {
        var (root, read) = DocumentLoader.Load(file);
        var found = read.ToList();
        if (root is not MapNode map)
        {
            if (root is not null)
                found.Add(Diagnostic.Error(Codes.WrongType, root.At, $"a trigger is a map, this is {root.Kind}"));
            return new TriggerFile(null, null, Diagnostic.Sort(found));
        }

        var runbook = map["runbook"] as ScalarNode;
        if (runbook?.Text is null)
            found.Add(Diagnostic.Error(Codes.MissingKey, map.At, "`runbook` is missing", "write runbook: NAME, the runbook that it starts"));
        if (map["name"] is { } own && own.Text != name)
            found.Add(Diagnostic.Error(Codes.NotAllowedValue, own.At, $"it calls itself `{own.Text}`, and it is stored as `{name}`", "leave out name"));
        var trigger = new MapNode(map.At, [.. Entry("name", name, map.At), .. map.Entries.Where(e => e.Key.Raw is not ("runbook" or "name"))]);
        found.AddRange(SchemaCheck.Check(trigger, Schemas.Runbook.Definitions["trigger"]));
        var alone = new Runbook { File = file.Name, Root = new MapNode(map.At, [new MapEntry(Key("triggers", map.At), new ListNode(map.At, [trigger]))]) };
        var tree = new StepTree(alone);
        found.AddRange(RuleList.Triggers.SelectMany(rule => rule(new RuleContext(alone, tree, null, null))));
        found.AddRange(new ExpressionCheck(alone, tree, new StepScopes(alone, tree, null)).Check());
        var sorted = Diagnostic.Sort(found);
        return new TriggerFile(sorted.Any(d => d.IsError) ? null : Read(trigger), runbook?.Text, sorted);
    }

    /// <summary>Whether a text is a webhook for ticket events: it has <c>tickets</c>.</summary>
    public static bool IsIntake(SourceFile file) => DocumentLoader.Load(file).Root is MapNode map && map["tickets"] is not null;

    /// <summary>A webhook for ticket events in a file of its own: <c>webhook</c> and <c>tickets</c>.</summary>
    public static TicketIntakeFile ReadIntake(SourceFile file, string name)
    {
        var (root, read) = DocumentLoader.Load(file);
        if (root is not MapNode map)
            return new TicketIntakeFile(null, read);
        var found = new List<Diagnostic>([.. read, .. SchemaCheck.Check(map, Schemas.Runbook.Definitions["ticketIntake"])]);
        // As a trigger it has the same webhook, and the same rules for it; what tells one request from another is the ticket.
        var trigger = new MapNode(map.At, [.. Entry("name", name, map.At), .. map.Entries.Where(e => e.Key.Raw == "webhook")]);
        var alone = new Runbook { File = file.Name, Root = new MapNode(map.At, [new MapEntry(Key("triggers", map.At), new ListNode(map.At, [trigger]))]) };
        var tree = new StepTree(alone);
        found.AddRange(new[] { DurationRule.Check, TriggerRule.Check }.SelectMany(rule => rule(new RuleContext(alone, tree, null, null))));
        found.AddRange(new ExpressionCheck(alone, tree, new StepScopes(alone, tree, null)).CheckIntake(map));
        var sorted = Diagnostic.Sort(found);
        return new TicketIntakeFile(sorted.Any(d => d.IsError) || map["webhook"] is not MapNode webhook || map["tickets"] is not MapNode tickets
            ? null
            : new TicketIntake(name, Webhook(webhook), tickets["connection"]?.Text ?? "", tickets["id"]?.Text ?? "", tickets["state"]?.Text ?? ""), sorted);
    }

    private static TriggerDefinition Read(MapNode node) => new()
    {
        Name = node["name"]?.Text ?? "",
        Digest = TextHash.Of(DocumentJson.ToElement(node).GetRawText()),
        Cron = node["cron"]?.Text,
        Zone = node["zone"]?.Text,
        Every = Nodes.Duration(node["every"]),
        From = From(node["from"]) ?? DateTimeOffset.UnixEpoch,
        Gap = node["gap"]?.Text switch { "skip" => GapPolicy.Skip, "shift" => GapPolicy.Shift, _ => null },
        Overlap = node["overlap"]?.Text switch { "first" => OverlapPolicy.First, "second" => OverlapPolicy.Second, "both" => OverlapPolicy.Both, _ => null },
        Calendars = Texts(node["calendars"]),
        Late = Nodes.Duration(node["late"]) ?? TriggerDefinition.DefaultLate,
        Misfire = node["misfire"]?.Text == "run-once" ? MisfirePolicy.RunOnce : MisfirePolicy.Skip,
        OverlapRuns = node["overlapRuns"]?.Text == "start",
        Webhook = node["webhook"] is MapNode webhook ? Webhook(webhook) : null,
        Ticket = node["ticket"] is MapNode ticket ? new TicketDefinition(ticket["connection"]?.Text ?? "", Texts(ticket["state"]), ticket["when"]?.Text) : null,
        Environment = node["environment"]?.Text,
        Mode = node["mode"]?.Text,
        Inputs = Nodes.Entries(node["inputs"]).ToDictionary(e => e.Key.Raw, e => DocumentJson.ToElement(e.Value), StringComparer.Ordinal),
        Alert = Texts(node["alert"]),
    };

    /// <summary>The moment that <c>from</c> names; null when it is none.</summary>
    internal static DateTimeOffset? From(DocumentNode? node) =>
        DateTimeOffset.TryParseExact(node?.Text, ["yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var from) ? from : null;

    /// <summary>The settings of a webhook as a map that the schema has let pass.</summary>
    internal static WebhookDefinition Webhook(MapNode node) => new(
        Texts(node["secrets"]), node["signature"]?.Text switch { "body" => SignedPart.Body, "name-timestamp-body" => SignedPart.NameTimestampBody, _ => SignedPart.TimestampBody },
        Nodes.Duration(node["window"]) ?? WebhookDefinition.DefaultWindow,
        node["key"]?.Text, node["when"]?.Text, Nodes.Integer(node["maxBytes"]) ?? 262_144, Nodes.Integer(node["perMinute"]) ?? 60);

    private static IReadOnlyList<string> Texts(DocumentNode? node) => [.. Nodes.OneOrMany(node).Select(n => n.Text).OfType<string>()];

    private static IEnumerable<MapEntry> Entry(string key, string text, SourceSpan at) => [new(Key(key, at), new ScalarNode(at, text, plain: false, ScalarValue.Text))];

    private static ScalarNode Key(string key, SourceSpan at) => new(at, key, plain: true, ScalarValue.Text);
}

/// <summary>A trigger that stands alone, as read.</summary>
/// <param name="Trigger">Null when there is an error among the diagnostics.</param>
/// <param name="Runbook">What it starts.</param>
public sealed record TriggerFile(TriggerDefinition? Trigger, string? Runbook, IReadOnlyList<Diagnostic> Diagnostics);

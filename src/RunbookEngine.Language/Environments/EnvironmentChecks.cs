using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Targets;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Environments;

/// <summary>What a schema cannot say about an environment file.</summary>
internal static class EnvironmentChecks
{
    private static readonly string[] Ways = ["webhook", "mail", "file"];
    private static readonly string[] UrlKeys = ["endpoint", "endpoints", "url", "webhook"];

    public static IEnumerable<Diagnostic> Check(MapNode root, string folder) =>
    [
        .. Endpoints(root), .. Addresses(root), .. Durations(root), .. SameArray(root), .. Links(root), .. Tls(root, folder), .. Globs(root), .. Channels(root), .. BreakGlass(root), .. Expectations(root), .. OpenFenceCheck.Check(root), .. BooleanWords.Check(root),
    ];

    private static IEnumerable<Diagnostic> Endpoints(MapNode root)
    {
        foreach (var (alias, value) in Nodes.Entries(root["arrays"]))
        {
            if (value is not MapNode array)
                continue;
            if (array["endpoint"] is null == array["endpoints"] is null)
            {
                yield return Diagnostic.Error(Codes.Endpoint, alias.At,
                    $"array `{alias.Raw}` needs exactly one of `endpoint` and `endpoints`", "write endpoint: https://HOST:443");
            }
        }
    }

    private static IEnumerable<Diagnostic> Addresses(MapNode root)
    {
        var written = Nodes.Walk(root).OfType<MapNode>().SelectMany(m => m.Entries).Where(e => UrlKeys.Contains(e.Key.Raw)).SelectMany(e => Nodes.OneOrMany(e.Value));
        foreach (var address in written)
        {
            if (address.Text is not { } text || !text.StartsWith("http", StringComparison.Ordinal))
                continue;
            if (!Uri.TryCreate(text, UriKind.Absolute, out var uri))
                yield return Diagnostic.Error(Codes.Endpoint, address.At, $"`{text}` is no URL", "write https://HOST:443");
            else if (uri.UserInfo.Length > 0)
                yield return Diagnostic.Error(Codes.SecretReference, address.At, "a URL here holds no user or password", "use `credentials`");
            else if (uri.Scheme == "http" && !uri.IsLoopback)
                yield return Diagnostic.Warning(Codes.ClearText, address.At, $"`{text}` is not encrypted: credentials cross the network in the clear", "use https");
        }
    }

    private static IEnumerable<Diagnostic> Durations(MapNode root) =>
        from limit in Nodes.Entries(root["limits"])
        where limit.Value is ScalarNode { Value: ScalarValue.String } && limit.Value.Text is { Length: > 0 } text && char.IsAsciiDigit(text[0]) && char.IsAsciiLetter(text[^1])
        let duration = DurationText.TryParse(limit.Value.Text)
        where duration is null || duration == TimeSpan.Zero
        select Diagnostic.Error(Codes.Duration, limit.Value.At,
            duration is null ? $"`{limit.Value.Text}` is no duration, or longer than ten years" : $"`{limit.Key.Raw}: {limit.Value.Text}` is no time at all",
            "write a duration such as 5s or 1m");

    private static IEnumerable<Diagnostic> SameArray(MapNode root)
    {
        var ids = Nodes.Entries(root["arrays"]).Select(e => (e.Value as MapNode)?["storageDeviceId"]).OfType<ScalarNode>();
        return ids.GroupBy(id => id.Raw, StringComparer.OrdinalIgnoreCase).SelectMany(same => same.Skip(1).Select(again =>
            Diagnostic.Error(Codes.SameArrayTwice, again.At,
                $"the storage device id {again.Raw} is used twice; the first is in line {same.First().At.Line}", "one alias for each array")));
    }

    private static IEnumerable<Diagnostic> Links(MapNode root)
    {
        var aliases = Nodes.Entries(root["arrays"]).Select(e => e.Key.Raw).ToList();
        foreach (var link in ((root["links"] as ListNode)?.Items ?? []).OfType<ListNode>())
        {
            foreach (var end in link.Items.Where(end => end.Text is { } alias && !aliases.Contains(alias)))
            {
                yield return Diagnostic.Error(Codes.Link, end.At, $"no array is called `{end.Text}`",
                    Suggestion.For(end.Text!, aliases) ?? $"arrays: {string.Join(", ", aliases)}");
            }

            if (link.Items is [{ Text: { } a }, { Text: { } b }] && a == b)
                yield return Diagnostic.Error(Codes.Link, link.At, "a link joins two different arrays");
        }
    }

    private static IEnumerable<Diagnostic> Tls(MapNode root, string folder)
    {
        foreach (var tls in Nodes.Walk(root).OfType<MapNode>().Select(m => m["tls"]).OfType<MapNode>())
        {
            if (tls["verify"] is { } verify && Nodes.Boolean(verify) == false)
            {
                yield return Diagnostic.Warning(Codes.UnverifiedTls, verify.At,
                    "certificates are not checked: whoever stands between can read and change everything", "use caFile with the signer's certificate");
            }

            if (tls["caFile"]?.Text is { Length: > 0 } caFile && !File.Exists(Path.GetFullPath(caFile, folder)))
            {
                yield return Diagnostic.Error(Codes.CaFile, tls["caFile"]!.At, $"there is no file `{caFile}`",
                    "the path starts from the folder of the environment file");
            }
        }
    }

    private static IEnumerable<Diagnostic> Globs(MapNode root) =>
        from list in new[] { "allow", "deny" }
        from glob in Nodes.OneOrMany((root["fence"] as MapNode)?[list])
        where glob.Text is not null && Glob.Problem(glob.Text) is not null
        select Diagnostic.Error(Codes.Glob, glob.At, $"`{glob.Text}`: {Glob.Problem(glob.Text!)}");

    private static IEnumerable<Diagnostic> Expectations(MapNode root)
    {
        var aliases = Nodes.Entries(root["arrays"]).Select(e => e.Key.Raw).ToList();
        foreach (var entry in Nodes.Entries(root["expect"]))
        {
            if (Glob.Problem(entry.Key.Raw) is { } problem)
                yield return Diagnostic.Error(Codes.Glob, entry.Key.At, $"`{entry.Key.Raw}`: {problem}");
            if ((entry.Value as MapNode)?["pvolAt"] is { Text: { } alias } place && !aliases.Contains(alias))
            {
                yield return Diagnostic.Error(Codes.Link, place.At, $"no array is called `{alias}`",
                    Suggestion.For(alias, aliases) ?? $"arrays: {string.Join(", ", aliases)}");
            }
        }
    }

    private static IEnumerable<Diagnostic> BreakGlass(MapNode root)
    {
        var known = Nodes.Entries(root["notify"]).Select(e => e.Key.Raw).ToList();
        return from channel in Nodes.OneOrMany((root["breakGlass"] as MapNode)?["notify"])
               where channel.Text is { } name && !known.Contains(name)
               select Diagnostic.Error(Codes.Channel, channel.At, $"`breakGlass` tells the channel `{channel.Text}`, which `notify` does not have",
                   known.Count == 0 ? "add it under `notify`" : $"channels: {string.Join(", ", known)}");
    }

    private static IEnumerable<Diagnostic> Channels(MapNode root) =>
        from channel in Nodes.Entries(root["notify"])
        where channel.Value is MapNode map && Ways.Count(way => map[way] is not null) != 1
        select Diagnostic.Error(Codes.Channel, channel.Key.At, $"channel `{channel.Key.Raw}` needs exactly one of `webhook`, `mail` and `file`");
}

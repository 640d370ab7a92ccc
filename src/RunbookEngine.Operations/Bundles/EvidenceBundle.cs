using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Reports;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Bundles;

/// <summary>Makes the bundle of a run: all that an examiner needs to check it without this program and without the store.</summary>
public static class EvidenceBundle
{
    public const int Version = 1;

    public const string Manifest = "manifest.json";
    public const string Journal = "journal.jsonl";
    public const string Plan = "plan.json";
    public const string Runbook = "runbook.yaml";
    public const string Environment = "environment.json";
    public const string Certificate = "certificate.pem";
    public const string Readme = "readme.txt";

    /// <summary>Version of the program, as it stands in manifests.</summary>
    public static string Software { get; } =
        $"runbook {typeof(EvidenceBundle).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0"}";

    /// <param name="entries">Of one run, as the store has them.</param>
    /// <param name="signing">Null: the bundle is not signed, and says so.</param>
    /// <param name="pdf">The report as PDF where somebody made it; null: without.</param>
    /// <param name="http">Asks the time stamping authority.</param>
    /// <exception cref="CommandFailure">The journal cannot be trusted, parts of it are kept back, or it cannot be signed.</exception>
    public static async Task<BundleFiles> MakeAsync(
        IReadOnlyList<JournalEntry> entries, BundleSigning? signing, byte[]? pdf, TimeZoneInfo zone, HttpClient http, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (entries.Any(e => e.Redacted))
            throw new CommandFailure(Exit.Refused, "the server keeps parts of this run's journal back, and a bundle has all of it", "ask somebody who may administer the run");
        if (HashChain.FindBreak(entries) is { } broken)
            throw new CommandFailure(Exit.Failed, $"the journal was tampered with or damaged: {broken}", "no evidence is made of it; keep a copy of the store and compare it with a backup");
        var report = RunReport.Of(entries);
        var certificate = signing is null ? null : await signing.CertificatePemAsync(cancellationToken);
        var parts = Parts(report, zone, pdf, certificate);
        parts.Add(new BundlePart(Manifest, Text(ManifestOf(report, parts, signing is not null, clock.GetUtcNow()).ToJsonString(JsonText.Indented) + "\n")));
        var sums = BundleFiles.SumsOf(parts);
        var signature = signing is null ? null : await signing.SignAsync(sums, clock.GetUtcNow(), cancellationToken);
        var stamp = signature is not null && signing?.Timestamp is { } authority ? await BundleTimestamp.AskAsync(http, authority, signature, cancellationToken) : null;
        return new BundleFiles([.. parts.OrderBy(p => p.Name, StringComparer.Ordinal)], sums, signature, stamp);
    }

    /// <summary>The plan and the environment as the first event pinned them.</summary>
    internal static IEnumerable<BundlePart> Pinned(RunStarted started)
    {
        yield return new(Plan, Text(JsonSerializer.Serialize(started.Plan, PlanJson.Options) + "\n"));
        yield return new(Environment, Text(started.Plan.Environment.Content.GetRawText() + "\n"));
        if (started.Plan.Source is { } source)
            yield return new(Runbook, Text(source.Text));
    }

    private static List<BundlePart> Parts(RunReport report, TimeZoneInfo zone, byte[]? pdf, string? certificate) =>
    [
        new(Journal, JournalLines.Write(report.Entries)),
        .. Pinned((RunStarted)report.Happenings[0].Event),
        new("report.html", Text(ReportHtml.Write(report, zone))),
        new("report.md", Text(ReportMarkdown.Write(report, zone))),
        new("report.json", Text(EvidenceJson.Of(report).ToJsonString(JsonText.Indented) + "\n")),
        .. pdf is null ? (BundlePart[])[] : [new("report.pdf", pdf)],
        .. certificate is null ? (BundlePart[])[] : [new(Certificate, Text(certificate))],
        new(Readme, Text(ReadmeOf(certificate is not null))),
    ];

    private static JsonObject ManifestOf(RunReport report, IReadOnlyList<BundlePart> parts, bool signed, DateTimeOffset now) => new()
    {
        ["bundle"] = Version,
        ["run"] = report.Run.Id.ToString(),
        ["runbook"] = report.Run.Plan.Runbook,
        ["outcome"] = Words.Of(report.Run.Outcome),
        ["madeAt"] = JsonText.Time(now),
        ["software"] = Software,
        ["planFingerprint"] = report.PlanFingerprint,
        ["chain"] = new JsonObject { ["events"] = report.Entries.Count, ["head"] = report.LastHash },
        ["signed"] = signed,
        ["statement"] = signed ? "SHA256SUMS is signed; SHA256SUMS.p7s is the signature" : "NOT SIGNED: nothing shows who made this bundle, or that nobody changed it since",
        ["parts"] = new JsonArray([.. parts.OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => (JsonNode)new JsonObject { ["name"] = p.Name, ["bytes"] = p.Content.Length, ["sha256"] = p.Hash })]),
    };

    private static string ReadmeOf(bool signed) => $"""
        Evidence of a run of RunbookEngine. To check it without that program, in this bundle's folder (the one with SHA256SUMS):

        1. Nothing was changed, left out or added:
           openssl dgst -sha256 -r parts/* | LC_ALL=C sort -k2 | diff - SHA256SUMS

        {(signed ? """
        2. The list of hashes is the signer's. ca.pem is the certificate of the authority, or of the signer if it stands for itself; have it from
           the signer by another way, not from this bundle:
           openssl cms -verify -binary -inform DER -in SHA256SUMS.p7s -content SHA256SUMS -nointern -certfile parts/certificate.pem -CAfile ca.pem -purpose any -out /dev/null

        3. If there is a time stamp (SHA256SUMS.p7s.tst), it was there by then; tsa.pem is the certificate of the time stamping authority:
           openssl ts -verify -data SHA256SUMS.p7s -in SHA256SUMS.p7s.tst -token_in -CAfile tsa.pem
        """ : """
        THIS BUNDLE IS NOT SIGNED. Step 1 shows that it is consistent in itself, and nothing shows who made it.
        """)}

        parts/journal.jsonl is the run's journal, one event a line. hash is the SHA-256 of these, each followed by a line feed: the hash of the
        line before (empty for the first), run, sequence, time in UTC ticks (100 ns since 0001-01-01), type, payload.

        """;

    private static byte[] Text(string text) => new UTF8Encoding(false).GetBytes(text);
}

using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Bundles;

/// <summary>What a bundle proves. Nothing but the bundle is looked at, and the authorities that are named.</summary>
/// <param name="Problems">What is wrong, a sentence each; empty: it is as it was made.</param>
/// <param name="Events">Of the journal; 0 when it cannot be read.</param>
/// <param name="Signer">Subject of the certificate that signed; null: it is not signed, or nothing says by whom.</param>
/// <param name="Trusted">The certificate leads to one of the authorities; null: none were named.</param>
public sealed record BundleVerification(
    IReadOnlyList<string> Problems, RunId? Run, int Events, string? Head, bool Signed, string? Signer, DateTime? SignedAt, bool? Trusted, DateTimeOffset? StampedAt)
{
    public bool IsGood => Problems.Count == 0;

    /// <param name="authorities">Certificates that are trusted; null: the certificate of the bundle is not checked. With authorities a bundle must be signed.</param>
    /// <param name="clock">By which certificates are judged where the bundle does not say when it was signed; null: this machine's.</param>
    public static BundleVerification Of(byte[] archive, X509Certificate2Collection? authorities, TimeProvider? clock = null)
    {
        var (files, problems) = BundleFiles.FromZip(archive);
        return files is null ? new(problems, null, 0, null, false, null, null, null, null) : Of(files, [.. problems], authorities, clock ?? TimeProvider.System);
    }

    private static BundleVerification Of(BundleFiles files, List<string> problems, X509Certificate2Collection? authorities, TimeProvider clock)
    {
        problems.AddRange(Sums(files));
        var (manifest, signed) = Manifest(files, problems);
        var entries = Journal(files, manifest, problems);
        if (signed && files.Signature is null)
            problems.Add($"{BundleFiles.SignatureName} was left out: the manifest says that the bundle is signed");
        if (!signed && files.Signature is not null && manifest is not null)
            problems.Add($"{BundleFiles.SignatureName} was added: the manifest says that the bundle is not signed");
        if (files.Signature is null && authorities is not null)
            problems.Add("it is NOT SIGNED, and an authority was named");
        if (files.Timestamp is not null && files.Signature is null)
            problems.Add($"{BundleFiles.TimestampName} was added: there is no signature that it could be of");
        var result = new BundleVerification(problems, entries.Count > 0 ? entries[0].Run : null, entries.Count, entries.Count > 0 ? entries[^1].Hash : null, files.Signature is not null, null, null, null, null);
        return files.Signature is { } signature ? Signature(files, signature, result, problems, authorities, clock) : result;
    }

    private static BundleVerification Signature(
        BundleFiles files, byte[] signature, BundleVerification result, List<string> problems, X509Certificate2Collection? authorities, TimeProvider clock)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(Encoding.UTF8.GetString(files.Find(EvidenceBundle.Certificate)?.Content ?? []));
        }
        catch (CryptographicException e)
        {
            problems.Add($"{EvidenceBundle.Certificate} cannot be read: {e.Message}");
        }

        if (BundleSignature.Problem(files.Sums, signature, certificates) is { } wrong)
        {
            problems.Add(wrong);
            return result;
        }

        var (certificate, at) = BundleSignature.Signer(signature, certificates);
        DateTimeOffset? stamped = null;
        if (files.Timestamp is { } stamp)
        {
            (var problem, stamped) = BundleTimestamp.Check(stamp, signature);
            if (problem is not null)
                problems.Add(problem);
        }

        // A certificate has to have been valid when it signed; a time stamp says best when that was.
        var distrust = authorities is null || certificate is null ? null : BundleSignature.Distrust(certificate, certificates, authorities, stamped?.UtcDateTime ?? at ?? clock.GetUtcNow().UtcDateTime);
        if (distrust is not null)
            problems.Add($"the certificate of {certificate!.Subject} leads to none of the authorities: {distrust}");
        return result with { Signer = certificate?.Subject, SignedAt = at, Trusted = authorities is null ? null : distrust is null, StampedAt = stamped };
    }

    private static IEnumerable<string> Sums(BundleFiles files)
    {
        if (files.Sums.AsSpan().SequenceEqual(BundleFiles.SumsOf(files.Parts)))
            yield break;
        var listed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(files.Sums).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 66 && line[64..66] == " *" && line[66..].StartsWith(BundleFiles.Folder, StringComparison.Ordinal))
                listed[line[(66 + BundleFiles.Folder.Length)..]] = line[..64];
        }

        foreach (var part in files.Parts.Where(p => !listed.TryGetValue(p.Name, out var hash) || hash != p.Hash))
            yield return listed.ContainsKey(part.Name) ? $"{part.Name} was changed: its SHA-256 is another one than {BundleFiles.SumsName} says" : $"{part.Name} was added: {BundleFiles.SumsName} does not have it";
        foreach (var name in listed.Keys.Where(n => files.Find(n) is null))
            yield return $"{Sinks.SinkText.Line(name)} was left out: {BundleFiles.SumsName} has it";
        yield return $"{BundleFiles.SumsName} is not the list of these parts";
    }

    private static (JsonElement? Manifest, bool Signed) Manifest(BundleFiles files, List<string> problems)
    {
        if (files.Find(EvidenceBundle.Manifest) is not { } part)
        {
            problems.Add($"{EvidenceBundle.Manifest} was left out");
            return (null, files.Signature is not null);
        }

        try
        {
            var manifest = JsonElement.Parse(Encoding.UTF8.GetString(part.Content));
            var listed = manifest.GetProperty("parts").EnumerateArray().Select(p => (p.GetProperty("name").GetString(), p.GetProperty("bytes").GetInt64(), p.GetProperty("sha256").GetString())).ToList();
            var there = files.Parts.Where(p => p.Name != EvidenceBundle.Manifest).Select(p => ((string?)p.Name, (long)p.Content.Length, (string?)p.Hash)).ToList();
            if (!listed.SequenceEqual(there))
                problems.Add($"{EvidenceBundle.Manifest} lists other parts than there are: {string.Join(", ", listed.Except(there).Concat(there.Except(listed)).Select(p => p.Item1).Distinct().Take(5))}");
            if (manifest.GetProperty("bundle").GetInt32() > EvidenceBundle.Version)
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"a newer version made this bundle (form {manifest.GetProperty("bundle").GetInt32()}); check it with that version"));
            return (manifest, manifest.GetProperty("signed").GetBoolean());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            problems.Add($"{EvidenceBundle.Manifest} cannot be read: {e.Message}");
            return (null, files.Signature is not null);
        }
    }

    private static IReadOnlyList<JournalEntry> Journal(BundleFiles files, JsonElement? manifest, List<string> problems)
    {
        if (files.Find(EvidenceBundle.Journal) is not { } part)
        {
            problems.Add($"{EvidenceBundle.Journal} was left out");
            return [];
        }

        try
        {
            var entries = JournalLines.Read(part.Content);
            if (entries.Count == 0 || !part.Content.AsSpan().SequenceEqual(JournalLines.Write(entries)))
                problems.Add($"{EvidenceBundle.Journal} is not written as this program writes it");
            if (entries.Count == 0)
                return entries;
            if (HashChain.FindBreak(entries) is { } broken)
                problems.Add($"the journal was changed: {broken}");
            if (entries.Any(e => e.Run != entries[0].Run))
                problems.Add("the journal is of several runs");
            if (manifest is { } told && (told.GetProperty("chain").GetProperty("events").GetInt32() != entries.Count || told.GetProperty("chain").GetProperty("head").GetString() != entries[^1].Hash
                || told.GetProperty("run").GetString() != entries[0].Run.ToString()))
                problems.Add("the journal is not the one that the manifest names: another run, number of events or head of the chain");
            if (EventJson.Read(entries[0]) is RunStarted started)
                problems.AddRange(EvidenceBundle.Pinned(started).Where(p => files.Find(p.Name) is not { } there || !there.Content.AsSpan().SequenceEqual(p.Content))
                    .Select(p => $"{p.Name} is not what the run started with"));
            return entries;
        }
        catch (Exception e) when (e is FormatException or JournalCorruptException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            problems.Add($"{EvidenceBundle.Journal} cannot be read: {e.Message}");
            return [];
        }
    }
}

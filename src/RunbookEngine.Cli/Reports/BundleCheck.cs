using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Files;
using RunbookEngine.Operations.Bundles;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Reports;

/// <summary><c>runbook verify drill.zip</c>.</summary>
internal sealed class BundleCheck(Invocation call)
{
    public async Task<Exit> RunAsync(string file, string? ca, bool againstStore, CancellationToken cancellationToken)
    {
        var bundle = await ReadAsync(file, cancellationToken);
        var found = BundleVerification.Of(bundle, ca is null ? null : Authorities(ca), call.Clock);
        if (againstStore && found.Run is { } run)
            found = found with { Problems = [.. found.Problems, .. await AgainstStoreAsync(bundle, run, cancellationToken)] };
        if (call.Json)
            call.WriteJson(new JsonObject
            {
                ["file"] = file,
                ["verified"] = found.IsGood,
                ["run"] = found.Run?.ToString(),
                ["events"] = found.Events,
                ["head"] = found.Head,
                ["signed"] = found.Signed,
                ["signer"] = found.Signer,
                ["signedAt"] = found.SignedAt is { } at ? JsonText.Time(new DateTimeOffset(at.ToUniversalTime(), TimeSpan.Zero)) : null,
                ["trusted"] = found.Trusted,
                ["stampedAt"] = JsonText.Time(found.StampedAt),
                ["problems"] = new JsonArray([.. found.Problems.Select(p => (JsonNode)p)]),
            });
        else if (found.IsGood)
            Tell(found);
        foreach (var problem in found.Problems)
            call.Error.WriteLine($"error: {SinkText.Line(problem)}");
        if (!found.IsGood)
            call.Error.WriteLine("help: this bundle is not as it was made; ask for the original, and compare its hash with the one that was noted down elsewhere");
        return found.IsGood ? Exit.Done : Exit.Failed;
    }

    private void Tell(BundleVerification found)
    {
        call.Out.WriteLine($"as it was made: run {found.Run}, {found.Events} events, last hash {found.Head}");
        if (!found.Signed)
        {
            call.Out.WriteLine("NOT SIGNED: nothing shows who made it; it is consistent in itself, and whoever changed it could have computed all hashes anew");
            return;
        }

        call.Out.WriteLine($"signed by {SinkText.Line(found.Signer ?? "?")}{(found.SignedAt is { } at ? $", {at.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC by the signer's clock" : "")}");
        if (found.StampedAt is { } stamped)
            call.Out.WriteLine($"time stamp {stamped.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC; its authority is checked with openssl ts -verify");
        call.Out.WriteLine(found.Trusted == true ? "the certificate leads to an authority that you named" : "the certificate itself was not checked: name who you trust with --ca FILE");
    }

    private async Task<IEnumerable<string>> AgainstStoreAsync(byte[] bundle, RunbookEngine.Runs.RunId run, CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        var there = await store.ReadAsync(run, 0, cancellationToken);
        var inside = JournalLines.Read(BundleFiles.FromZip(bundle).Files!.Find(EvidenceBundle.Journal)!.Content);
        if (there.Count == 0)
            return [$"the store {store.Name} does not have run {run}"];
        // Notes come after the end: the store may have more, never others.
        var differing = inside.Zip(there).FirstOrDefault(p => p.First.Hash != p.Second.Hash || p.First.Payload != p.Second.Payload);
        return differing.First is { } event_ ? [$"event {event_.Sequence} of the store is another one than in the bundle"]
            : there.Count < inside.Count ? [$"the store has {there.Count} events of the run, the bundle {inside.Count}"] : [];
    }

    private static X509Certificate2Collection Authorities(string file)
    {
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(file);
            return found.Count > 0 ? found : throw new CryptographicException("there is no certificate in it");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(Exit.Usage, $"--ca {file} cannot be read: {e.Message}", "name a PEM file with certificates", e);
        }
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            if (!File.Exists(file))
                throw new CommandFailure(Exit.Usage, $"there is no file {file}", "runbook evidence RUN --out FILE makes one");
            if (new FileInfo(file).Length > BundleFiles.MaxBytes)
                throw new CommandFailure(Exit.Failed, $"{file} is larger than a bundle may be");
            return await File.ReadAllBytesAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(Exit.Usage, $"{file} cannot be read: {e.Message}", null, e);
        }
    }
}

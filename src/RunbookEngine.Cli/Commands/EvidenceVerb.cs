using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Cli.Reports;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Bundles;
using RunbookEngine.Plans;

namespace RunbookEngine.Cli.Commands;

internal sealed class EvidenceVerb : Verb
{
    private readonly Argument<string> _run = RunArgument.Create();
    private readonly Option<string?> _out = new("--out") { Description = "Write the bundle to this file; default RUNBOOK-RUN.zip here", HelpName = "FILE" };
    private readonly Option<bool> _pdf = new("--pdf") { Description = "With the report as PDF too; Chromium prints it" };
    private readonly Option<string?> _certificate = new("--certificate") { Description = "PEM or PKCS#12 file to sign with, instead of the one of the environment", HelpName = "FILE" };
    private readonly Option<string?> _key = new("--key") { Description = "PEM file with the private key; default: it is in the file of the certificate", HelpName = "FILE" };
    private readonly Option<string?> _password = new("--password") { Description = "Reference to the key's password: env:NAME, file:PATH or command:PROGRAM", HelpName = "REF" };
    private readonly Option<string?> _timestamp = new("--timestamp") { Description = "Address of a time stamping authority (RFC 3161)", HelpName = "URL" };

    public EvidenceVerb(Desk desk)
        : base(desk, "evidence", "The evidence of a run as one signed file: journal, plan, texts, report, hashes; openssl alone can check it", "runbook evidence latest --out drill.zip")
    {
        Add(_run);
        Add(_out);
        Add(_pdf);
        Add(_certificate);
        Add(_key);
        Add(_password);
        Add(_timestamp);
    }

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        var id = await RunFinder.FindAsync(store, call.Get(_run), cancellationToken);
        byte[] zip;
        string runbook;
        if (store is HttpRunStore remote)
        {
            if (call.Get(_certificate) is not null || call.Get(_pdf))
                throw new CommandFailure(Exit.Usage, "a server signs with its environment's certificate, and prints no PDF", "leave out --certificate and --pdf");
            zip = await remote.Server.GetBytesAsync($"runs/{id}/evidence", cancellationToken);
            runbook = (await store.FindAsync(id, cancellationToken))!.Runbook;
        }
        else
        {
            var entries = await store.ReadAsync(id, 0, cancellationToken);
            var started = (RunStarted)EventJson.Read(entries[0]);
            runbook = started.Plan.Runbook;
            using var http = new HttpClient();
            var zone = EvidenceSettings.Zone(started.Plan.Environment);
            var pdf = call.Get(_pdf) ? await PdfAsync(entries, zone, cancellationToken) : null;
            zip = (await EvidenceBundle.MakeAsync(entries, Signing(call, started.Plan.Environment), pdf, zone, http, call.Clock, cancellationToken)).ToZip();
        }

        var file = call.Get(_out) ?? $"{runbook}-{id.ToString()[^12..]}.zip";
        await File.WriteAllBytesAsync(file, zip, cancellationToken);
        Tell(call, file, zip);
        return Exit.Done;
    }

    private static void Tell(Invocation call, string file, byte[] zip)
    {
        var (found, hash) = (BundleVerification.Of(zip, null), Convert.ToHexStringLower(SHA256.HashData(zip)));
        if (call.Json)
        {
            call.WriteJson(new JsonObject { ["file"] = file, ["sha256"] = hash, ["events"] = found.Events, ["head"] = found.Head, ["signed"] = found.Signed, ["signer"] = found.Signer });
            return;
        }

        call.Out.WriteLine($"wrote {file}: {found.Events} events, last hash {found.Head}");
        call.Out.WriteLine($"sha256 {hash}: note it down where nobody who has the file can change it");
        call.Out.WriteLine(found.Signed ? $"signed by {found.Signer}" : "NOT SIGNED: the environment names no certificate (evidence.certificate), and nothing shows who made it");
    }

    private BundleSigning? Signing(Invocation call, PlanEnvironment environment)
    {
        var timestamp = call.Get(_timestamp) is not { } text ? null
            : Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : throw new CommandFailure(Exit.Usage, $"--timestamp {text} is no http address");
        var signing = call.Get(_certificate) is { } certificate
            ? new BundleSigning(Path.GetFullPath(certificate), call.Get(_key) is { } key ? Path.GetFullPath(key) : null, call.Get(_password))
            : EvidenceSettings.Signing(EvidenceSettings.Of(environment));
        if (signing is null && (call.Get(_key) is not null || timestamp is not null))
            throw new CommandFailure(Exit.Usage, "there is no certificate to sign with", "name it with --certificate, or in the environment: evidence.certificate");
        return timestamp is null ? signing : signing! with { Timestamp = timestamp };
    }

    private static async Task<byte[]> PdfAsync(IReadOnlyList<JournalEntry> entries, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("runbook-evidence-");
        try
        {
            var file = Path.Combine(folder.FullName, "report.pdf");
            await PdfPrinter.PrintAsync(ReportHtml.Write(RunReport.Of(entries), zone), file, cancellationToken);
            return await File.ReadAllBytesAsync(file, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

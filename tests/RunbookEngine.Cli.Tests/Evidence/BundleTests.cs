using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using RunbookEngine.Journal;
using RunbookEngine.Operations;
using RunbookEngine.Operations.Bundles;
using RunbookEngine.Runs;
using RunbookEngine.Testing;

namespace RunbookEngine.Cli.Tests.Evidence;

/// <summary>Nothing in a bundle can be changed unseen: neither by this program's check nor by openssl as docs/evidence.md has it.</summary>
public sealed class BundleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bundle").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_signed_bundle_holds_by_our_check_and_by_the_documented_commands()
    {
        var (files, ca) = await MakeAsync();

        var found = BundleVerification.Of(files.ToZip(), ca);

        Assert.Equal([], found.Problems);
        Assert.Equal((true, true, "CN=Evidence"), (found.Signed, found.Trusted, found.Signer));
        Assert.Equal(Story.Id, found.Run);
        Assert.Equal("", await OpensslAsync(files));
    }

    [Fact]
    public async Task A_bundle_without_a_key_says_plainly_that_it_is_not_signed()
    {
        var files = await MakeAsync(null);

        var found = BundleVerification.Of(files.ToZip(), null);

        Assert.Equal((true, false), (found.IsGood, found.Signed));
        Assert.Contains("NOT SIGNED", Encoding.UTF8.GetString(files.Find(EvidenceBundle.Manifest)!.Content));
        Assert.Contains("NOT SIGNED", Encoding.UTF8.GetString(files.Find(EvidenceBundle.Readme)!.Content));
        Assert.False(BundleVerification.Of(files.ToZip(), new X509Certificate2Collection(NewCertificate().Certificate)).IsGood);
    }

    [Fact]
    public async Task Any_single_bit_flipped_in_any_part_shows()
    {
        var (files, ca) = await MakeAsync();
        var random = new Random(Seeds.FreshOr(2917));
        var tried = 0;
        foreach (var name in Names(files))
        {
            var bits = Content(files, name).Length * 8;
            // Every bit of what is short, some hundreds of what is long.
            var chosen = bits <= 4096 ? Enumerable.Range(0, bits) : Enumerable.Range(0, 500).Select(_ => random.Next(bits));
            foreach (var bit in chosen)
            {
                tried++;
                Assert.False(BundleVerification.Of(Flipped(files, name, bit).ToZip(), ca).IsGood, $"bit {bit} of {name} was flipped unseen");
            }
        }

        Assert.True(tried > 5000, $"only {tried} flips were tried");
    }

    [Fact]
    public async Task Flips_show_by_the_documented_commands_as_well()
    {
        var (files, _) = await MakeAsync();
        var random = new Random(Seeds.FreshOr(2918));
        foreach (var name in Names(files))
        {
            for (var i = 0; i < 6; i++)
            {
                var bit = random.Next(Content(files, name).Length * 8);
                Assert.NotEqual("", await OpensslAsync(Flipped(files, name, bit), noted: Hash(files.ToZip())));
            }
        }
    }

    [Fact]
    public async Task A_part_that_is_left_out_added_swapped_or_renamed_shows()
    {
        var (files, ca) = await MakeAsync();
        var changes = new List<BundleFiles>();
        for (var i = 0; i < files.Parts.Count; i++)
        {
            changes.Add(files with { Parts = [.. files.Parts.Where((_, j) => j != i)] });
            changes.Add(files with { Parts = [.. files.Parts.Select((p, j) => j == i ? p with { Content = files.Parts[(i + 1) % files.Parts.Count].Content } : p)] });
            changes.Add(files with { Parts = [.. files.Parts.Select((p, j) => j == i ? p with { Name = "x-" + p.Name } : p)] });
        }

        changes.Add(files with { Parts = [.. files.Parts, new BundlePart("more.txt", "more"u8.ToArray())] });
        changes.Add(files with { Signature = null });
        foreach (var change in changes)
        {
            Assert.False(BundleVerification.Of(change.ToZip(), ca).IsGood, string.Join(",", change.Parts.Select(p => p.Name)));
            Assert.NotEqual("", await OpensslAsync(change));
            // Also where whoever changed it wrote the list of hashes anew.
            var anew = change with { Sums = BundleFiles.SumsOf(change.Parts) };
            Assert.False(BundleVerification.Of(anew.ToZip(), ca).IsGood);
        }
    }

    [Fact]
    public async Task Another_signer_with_the_same_name_shows_against_the_authority()
    {
        var (_, ca) = await MakeAsync();
        var (other, _) = await MakeAsync();

        Assert.True(BundleVerification.Of(other.ToZip(), null).IsGood);
        Assert.False(BundleVerification.Of(other.ToZip(), ca).IsGood);
    }

    [Fact]
    public async Task A_journal_that_was_changed_in_the_store_becomes_no_bundle()
    {
        var entries = new Story().Approved().Entries.ToList();
        entries[2] = entries[2] with { Payload = entries[2].Payload.Replace("ben", "eve", StringComparison.Ordinal) };

        var refused = await Assert.ThrowsAsync<CommandFailure>(() => EvidenceBundle.MakeAsync(entries, null, null, TimeZoneInfo.Utc, new HttpClient(), new ManualClock(), Stop));

        Assert.Contains("event 3", refused.Message);
    }

    [Fact]
    public async Task A_journal_that_was_changed_and_chained_anew_shows_against_the_bundle_of_before()
    {
        var (before, ca) = await MakeAsync();
        var entries = JournalLines.Read(before.Find(EvidenceBundle.Journal)!.Content);
        var anew = new List<JournalEntry>();
        foreach (var e in entries)
        {
            var payload = e.Payload.Replace("ben", "eve", StringComparison.Ordinal);
            anew.Add(e with { Payload = payload, Hash = HashChain.Next(anew.Count == 0 ? "" : anew[^1].Hash, e.Run, e.Sequence, e.At, e.Type, payload) });
        }

        var parts = before.Parts.Select(p => p.Name == EvidenceBundle.Journal ? p with { Content = JournalLines.Write(anew) } : p).ToList();
        var forged = before with { Parts = parts, Sums = BundleFiles.SumsOf(parts) };

        Assert.False(BundleVerification.Of(forged.ToZip(), ca).IsGood);
        Assert.NotEqual("", await OpensslAsync(forged));
    }

    [Theory]
    [InlineData("pfx")]
    [InlineData("encrypted")]
    [InlineData("rsa")]
    [InlineData("command")]
    public async Task Every_kind_of_key_signs_what_the_commands_accept(string kind)
    {
        var (signing, ca) = Signing(kind);

        var files = await MakeAsync(signing);

        Assert.Equal([], BundleVerification.Of(files.ToZip(), ca).Problems);
        Assert.Equal("", await OpensslAsync(files));
    }

    [Fact]
    public async Task A_time_stamp_says_when_the_signature_was_there_and_its_flipped_bits_show()
    {
        var (signing, ca) = Signing("plain");
        using var http = new HttpClient(new TimestampAuthority(_folder));
        var files = await EvidenceBundle.MakeAsync(
            new Story().Splitting().Entries, signing with { Timestamp = new Uri("https://tsa.example/tsr") }, null, TimeZoneInfo.Utc, http, TimeProvider.System, Stop);

        var found = BundleVerification.Of(files.ToZip(), ca);

        Assert.Equal([], found.Problems);
        Assert.InRange(found.StampedAt!.Value, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "stamped")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "s"), files.Signature!, Stop);
        await File.WriteAllBytesAsync(Path.Combine(folder, "t"), files.Timestamp!, Stop);
        Assert.Equal("", await RunAsync(folder, "openssl ts -verify -data s -in t -token_in -CAfile ../tsa.crt"));
        var other = await MakeAsync(signing);
        Assert.False(BundleVerification.Of((other with { Timestamp = files.Timestamp }).ToZip(), ca).IsGood);
        Assert.False(BundleVerification.Of((files with { Timestamp = [.. files.Timestamp!.Reverse()] }).ToZip(), ca).IsGood);
    }

    [Fact]
    public async Task An_authority_that_does_not_answer_is_told_and_makes_no_bundle()
    {
        var (signing, _) = Signing("plain");
        using var http = new HttpClient();

        var failed = await Assert.ThrowsAsync<CommandFailure>(() => EvidenceBundle.MakeAsync(
            new Story().Splitting().Entries, signing with { Timestamp = new Uri("http://127.0.0.1:1/tsr") }, null, TimeZoneInfo.Utc, http, TimeProvider.System, Stop));

        Assert.Equal(Exit.Unreachable, failed.Exit);
        Assert.Contains("127.0.0.1:1", failed.Message);
    }

    [Fact]
    public async Task A_signer_that_fails_or_prints_something_else_is_told_and_makes_no_bundle()
    {
        var (good, _) = Signing("plain");
        foreach (var program in (string[][])[["/bin/false"], ["/bin/echo", "no signature"], ["/no/such/program"]])
        {
            var failed = await Assert.ThrowsAsync<CommandFailure>(() => MakeAsync(good with { Signer = program }));
            Assert.Contains(program[0], failed.Message);
            Assert.NotNull(failed.Help);
        }
    }

    [Fact]
    public void An_archive_that_is_none_or_unpacks_without_end_is_refused()
    {
        Assert.False(BundleVerification.Of("no archive"u8.ToArray(), null).IsGood);
        Assert.False(BundleVerification.Of([], null).IsGood);
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("../../etc/passwd");
        Assert.Contains("does not belong", string.Join(' ', BundleVerification.Of(stream.ToArray(), null).Problems));
    }

    private static IEnumerable<string> Names(BundleFiles files) => files.Parts.Select(p => p.Name).Concat([BundleFiles.SumsName, BundleFiles.SignatureName]);

    private static byte[] Content(BundleFiles files, string name) => name switch
    {
        BundleFiles.SumsName => files.Sums,
        BundleFiles.SignatureName => files.Signature!,
        _ => files.Find(name)!.Content,
    };

    private static BundleFiles Flipped(BundleFiles files, string name, int bit)
    {
        var content = (byte[])Content(files, name).Clone();
        content[bit / 8] ^= (byte)(1 << (bit % 8));
        return name switch
        {
            BundleFiles.SumsName => files with { Sums = content },
            BundleFiles.SignatureName => files with { Signature = content },
            _ => files with { Parts = [.. files.Parts.Select(p => p.Name == name ? p with { Content = content } : p)] },
        };
    }

    private async Task<(BundleFiles Files, X509Certificate2Collection Ca)> MakeAsync()
    {
        var (signing, ca) = Signing("plain");
        return (await MakeAsync(signing), ca);
    }

    private static Task<BundleFiles> MakeAsync(BundleSigning? signing)
    {
        var story = new Story().Splitting();
        return EvidenceBundle.MakeAsync(story.Entries, signing, null, TimeZoneInfo.Utc, new HttpClient(), TimeProvider.System, Stop);
    }

    private static (X509Certificate2 Certificate, AsymmetricAlgorithm Key) NewCertificate(bool rsa = false)
    {
        var (from, until) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        if (rsa)
        {
            var pair = RSA.Create(2048);
            return (new CertificateRequest("CN=Evidence", pair, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(from, until), pair);
        }

        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (new CertificateRequest("CN=Evidence", key, HashAlgorithmName.SHA256).CreateSelfSigned(from, until), key);
    }

    private (BundleSigning Signing, X509Certificate2Collection Ca) Signing(string kind)
    {
        var (certificate, key) = NewCertificate(rsa: kind == "rsa");
        var name = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        File.WriteAllText(name + ".crt", certificate.ExportCertificatePem());
        File.WriteAllText(name + ".key", key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(_folder, "ca.pem"), certificate.ExportCertificatePem());
        var ca = new X509Certificate2Collection(certificate);
        Environment.SetEnvironmentVariable("BUNDLE_TEST_PASSWORD", "open sesame");
        switch (kind)
        {
            case "pfx":
                File.WriteAllBytes(name + ".pfx", certificate.Export(X509ContentType.Pkcs12, "open sesame"));
                return (new BundleSigning(name + ".pfx", Password: "env:BUNDLE_TEST_PASSWORD"), ca);
            case "encrypted":
                File.WriteAllText(name + ".enc", key.ExportEncryptedPkcs8PrivateKeyPem("open sesame", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
                return (new BundleSigning(name + ".crt", name + ".enc", "env:BUNDLE_TEST_PASSWORD"), ca);
            case "command":
                return (new BundleSigning(name + ".crt", Signer:
                    ["openssl", "cms", "-sign", "-binary", "-outform", "DER", "-md", "sha256", "-nosmimecap", "-signer", name + ".crt", "-inkey", name + ".key"]), ca);
            default:
                return (new BundleSigning(name + ".crt", name + ".key"), ca);
        }
    }

    private static string Hash(byte[] zip) => Convert.ToHexStringLower(SHA256.HashData(zip));

    /// <summary>The commands as docs/evidence.md has them, on the unpacked bundle.</summary>
    /// <returns>Nothing when all of them are content, else what they said.</returns>
    private async Task<string> OpensslAsync(BundleFiles files, string? noted = null)
    {
        var folder = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, "drill.zip"), files.ToZip(), Stop);
        ZipFile.ExtractToDirectory(Path.Combine(folder, "drill.zip"), folder);
        var text = await File.ReadAllTextAsync(Path.Combine(Root(), "docs", "evidence.md"), Stop);
        var commands = text[text.IndexOf("<!-- check -->", StringComparison.Ordinal)..].Split("```sh")[1].Split("```")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(l => l.StartsWith("openssl", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, commands.Count);
        var script = string.Join(" || exit 1\n", commands.Skip(noted is null ? 1 : 0)) + " || exit 1\n";
        File.Copy(Path.Combine(_folder, "ca.pem"), Path.Combine(folder, "ca.pem"));
        return await RunAsync(folder, $"NOTED={noted}\n{script}");
    }

    /// <returns>Nothing when it ends well, else what it said.</returns>
    private static async Task<string> RunAsync(string folder, string script)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", script]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (said, errors) = (process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        return process.ExitCode == 0 ? "" : $"exit {process.ExitCode}: {await said}{await errors}";
    }

    /// <summary>Answers as a time stamping authority does; openssl makes the stamps.</summary>
    private sealed class TimestampAuthority(string folder) : HttpMessageHandler
    {
        private const string Config = """
            [tsa]
            default_tsa = test
            [test]
            serial = tsa.serial
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256
            ess_cert_id_alg = sha256
            """;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal("application/timestamp-query", request.Content!.Headers.ContentType!.MediaType);
            using var key = RSA.Create(2048);
            var wanted = new CertificateRequest("CN=Time", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            wanted.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.8")], critical: true));
            wanted.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            using var certificate = wanted.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            await File.WriteAllTextAsync(Path.Combine(folder, "tsa.crt"), certificate.ExportCertificatePem(), cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "tsa.key"), key.ExportPkcs8PrivateKeyPem(), cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "tsa.cnf"), Config, cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "tsa.serial"), "01", cancellationToken);
            await File.WriteAllBytesAsync(Path.Combine(folder, "q"), await request.Content.ReadAsByteArrayAsync(cancellationToken), cancellationToken);
            Assert.Equal("", await RunAsync(folder, "openssl ts -reply -queryfile q -signer tsa.crt -inkey tsa.key -config tsa.cnf -out r"));
            return new HttpResponseMessage(System.Net.HttpStatusCode.OK) { Content = new ByteArrayContent(await File.ReadAllBytesAsync(Path.Combine(folder, "r"), cancellationToken)) };
        }
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RunbookEngine.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RunbookEngine.Language.Documents;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Server.Hosting;

namespace RunbookEngine.Server.Tests.Hosting;

public class TlsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_a_certificate_the_server_speaks_tls_and_says_to_use_nothing_else(bool pem)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var folder = Directory.CreateTempSubdirectory("runbook-tls-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "server.pem"), certificate.ExportCertificatePem());
            File.WriteAllText(Path.Combine(folder.FullName, "server.key"), key.ExportPkcs8PrivateKeyPem());
            File.WriteAllBytes(Path.Combine(folder.FullName, "server.pfx"), certificate.Export(X509ContentType.Pfx));
            var tls = pem ? "certificate: server.pem, key: server.key" : "certificate: server.pfx";
            var settings = SettingsReader.Read(new SourceFile(Path.Combine(folder.FullName, "server.yaml"), $"server: {{ urls: ['https://127.0.0.1:0'], tls: {{ {tls} }} }}"), ServerComposition.Sections, [], []);
            Assert.Empty(settings.Diagnostics);
            Assert.Empty(ServerCheck.OfSettings(settings, TimeProvider.System));
            await using var host = ServerHost.Create(settings, new MemoryRunStore(TimeProvider.System), TimeProvider.System);
            await host.StartAsync(Stop);
            using var client = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == certificate.GetCertHashString() } });

            var answer = await client.GetAsync($"{host.Addresses[0]}/api/v1/runs", Stop);
            await host.StopAsync(Stop);

            Assert.StartsWith("https://", host.Addresses[0]);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("max-age=31536000", answer.Headers.GetValues("Strict-Transport-Security").Single());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

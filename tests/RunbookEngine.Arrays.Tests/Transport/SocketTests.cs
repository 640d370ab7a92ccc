using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using RunbookEngine.Arrays.Connections;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Tests.Fakes;
using RunbookEngine.Arrays.Transport;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Testing;

namespace RunbookEngine.Arrays.Tests.Transport;

/// <summary>Over real sockets, where the connection pool has habits of its own.</summary>
public class SocketTests
{
    private static readonly CopyGroupRef Group = CopyGroupRef.Of(Technology.ShadowImage, TwoSites.TokyoId, "cg");

    private static readonly string Session = Http(200, """{"token":"t","sessionId":1}""");

    public static TheoryData<string> Changes { get; } = ["split", "delete", "migrate"];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_kept_alive_connection_that_closes_without_an_answer_does_not_make_the_pool_send_a_change_twice(string what)
    {
        await using var server = new RawServer(request => request.Contains("/sessions", StringComparison.Ordinal) ? Session : null);
        await using var fleet = Fleet(server.Address("http"));
        PairRequest change = what == "split" ? new PairRequest.Split() : what == "delete" ? new PairRequest.Delete() : new PairRequest.Migrate();

        var error = (await Assert.ThrowsAsync<ArrayApiException>(() => fleet["a"].InvokeAsync(Group, change, default))).Error;

        Assert.Equal((ArrayErrorKind.AnswerLost, true), (error.Kind, error.MayHaveHappened));
        Assert.Single(server.Requests, r => r.Contains("copygroups", StringComparison.Ordinal));
        Assert.Single(server.Requests, r => r.Contains("Content-Length: ", StringComparison.Ordinal) && r.Contains("copygroups", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_never_answers_ends_in_a_doubt_after_the_request_timeout()
    {
        var never = new TaskCompletionSource<string?>();
        await using var server = new RawServer(request => request.Contains("/sessions", StringComparison.Ordinal) ? Session : never.Task.Result);
        await using var fleet = Fleet(server.Address("http"), new ArrayLimits { RequestTimeout = TimeSpan.FromMilliseconds(300) });

        var error = (await Assert.ThrowsAsync<ArrayApiException>(() => fleet["a"].InvokeAsync(Group, new PairRequest.Split(), default))).Error;
        never.SetResult(null);

        Assert.Equal((ArrayErrorKind.AnswerLost, true), (error.Kind, error.MayHaveHappened));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_change_that_is_not_permitted_any_more_when_the_connection_stands_never_reaches_the_array(string what)
    {
        var (asked, ok) = (0, """{"jobId":1,"status":"Initializing","state":"Queued"}""");
        await using var server = new RawServer(request => request.Contains("/sessions", StringComparison.Ordinal) ? Session : Http(202, ok));
        await using var fleet = Fleet(server.Address("http"), permit: () => throw new NotPermittedException(++asked));
        PairRequest change = what == "split" ? new PairRequest.Split() : what == "delete" ? new PairRequest.Delete() : new PairRequest.Migrate();

        await Assert.ThrowsAsync<NotPermittedException>(() => fleet["a"].InvokeAsync(Group, change, default));

        Assert.Equal(1, asked);
        Assert.DoesNotContain(server.Requests, r => r.Contains("copygroups", StringComparison.Ordinal));
        Assert.Contains(server.Requests, r => r.Contains("/sessions", StringComparison.Ordinal));
    }

    [Fact]
    public void Bytes_that_nobody_acknowledges_are_given_up_within_seconds()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has the option.");
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Sockets.LimitDelay(socket);
        var option = new byte[4];
        socket.GetRawSocketOption(6, 18, option);

        Assert.Equal(2000, BitConverter.ToInt32(option));
    }

    [Fact]
    public async Task A_closed_port_was_not_reached()
    {
        var server = new RawServer(_ => null);
        var address = server.Address("http");
        await server.DisposeAsync();
        await using var fleet = Fleet(address);

        var error = (await Assert.ThrowsAsync<ArrayApiException>(() => fleet["a"].InvokeAsync(Group, new PairRequest.Split(), default))).Error;

        Assert.Equal((ArrayErrorKind.NotReached, false), (error.Kind, error.MayHaveHappened));
        Assert.Contains($"{address.Host}:{address.Port}", error.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_name_nobody_knows_was_not_reached()
    {
        await using var fleet = Fleet(new Uri("https://no-such-array.invalid"));

        var error = (await Assert.ThrowsAsync<ArrayApiException>(() => fleet["a"].ReadJournalsAsync(default))).Error;

        Assert.Equal(ArrayErrorKind.NotReached, error.Kind);
        Assert.Contains("no-such-array.invalid", error.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_self_signed_certificate_is_refused_unless_it_is_named_or_checking_is_off()
    {
        using var certificate = SelfSigned();
        await using var server = new RawServer(r => r.Contains("/sessions", StringComparison.Ordinal) ? Session : Http(200, """{"data":[]}"""), certificate);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());
        try
        {
            await using var strict = Fleet(server.Address("https"));
            var error = (await Assert.ThrowsAsync<ArrayApiException>(() => strict["a"].ReadJournalsAsync(default))).Error;
            Assert.Equal((ArrayErrorKind.NotReached, false, false), (error.Kind, error.MayPass, error.MayHaveHappened));
            Assert.Contains("tls.caFile", error.Describe(), StringComparison.Ordinal);

            await using var named = Fleet(server.Address("https"), tls: new ArrayTls { CaFile = file });
            Assert.Empty(await named["a"].ReadJournalsAsync(default));

            await using var off = Fleet(server.Address("https"), tls: new ArrayTls { Verify = false });
            Assert.Empty(await off["a"].ReadJournalsAsync(default));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_ca_file_without_a_certificate_is_refused_at_once()
    {
        var file = Path.GetTempFileName();
        try
        {
            Assert.Contains(file, Assert.Throws<ArgumentException>(() => Fleet(new Uri("https://x"), tls: new ArrayTls { CaFile = file })).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => Fleet(new Uri("https://x"), tls: new ArrayTls { CaFile = file + ".missing" }));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static ArrayFleet Fleet(Uri endpoint, ArrayLimits? limits = null, ArrayTls? tls = null, Action? permit = null) => new(
        [
            new ArrayConnection
            {
                Name = "a",
                StorageDeviceId = TwoSites.TokyoId,
                Endpoints = [endpoint],
                Credentials = new FixedCredentials("u", "p"),
                Limits = limits ?? new ArrayLimits(),
                Tls = tls ?? new ArrayTls(),
            },
        ],
        new ManualClock(), permit: permit);

    private sealed class NotPermittedException(int time) : Exception($"not permitted, time {time}");

    private static string Http(int status, string body) =>
        $"HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>Reads requests and writes what it is told to, byte for byte; null closes the connection instead.</summary>
    private sealed class RawServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Func<string, string?> _answer;
        private readonly X509Certificate2? _certificate;
        private readonly Task _loop;
        private readonly List<string> _requests = [];

        public RawServer(Func<string, string?> answer, X509Certificate2? certificate = null)
        {
            (_answer, _certificate) = (answer, certificate);
            _listener.Start();
            _loop = AcceptAsync();
        }

        public IReadOnlyList<string> Requests
        {
            get
            {
                lock (_requests)
                {
                    return [.. _requests];
                }
            }
        }

        public Uri Address(string scheme) => new($"{scheme}://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}");

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _loop;
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptTcpClientAsync();
                    _ = Task.Run(() => ServeAsync(client));
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Stopped.
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            using (client)
            {
                try
                {
                    Stream stream = client.GetStream();
                    if (_certificate is not null)
                    {
                        var tls = new SslStream(stream);
                        await tls.AuthenticateAsServerAsync(_certificate);
                        stream = tls;
                    }
                    while (await ReadAsync(stream) is { } request)
                    {
                        lock (_requests)
                        {
                            _requests.Add(request);
                        }
                        if (_answer(request) is not { } answer)
                        {
                            return;
                        }
                        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
                    }
                }
                catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
                {
                    // The client went away or did not like the certificate.
                }
            }
        }

        private static async Task<string?> ReadAsync(Stream stream)
        {
            var text = new StringBuilder();
            var block = new byte[4096];
            while (true)
            {
                var all = text.ToString();
                var end = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                if (end >= 0 && all.Length - end - 4 >= BodyLength(all))
                {
                    return all;
                }
                var count = await stream.ReadAsync(block);
                if (count == 0)
                {
                    return null;
                }
                text.Append(Encoding.UTF8.GetString(block, 0, count));
            }
        }

        private static int BodyLength(string request)
        {
            const string Name = "Content-Length: ";
            var at = request.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
            return at < 0 ? 0 : int.Parse(request[(at + Name.Length)..].Split('\r')[0]);
        }
    }
}

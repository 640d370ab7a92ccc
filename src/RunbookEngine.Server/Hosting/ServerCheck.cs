using System.Net;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Targets;
using RunbookEngine.Operations;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Approvals;
using RunbookEngine.Server.Cluster;
using RunbookEngine.Server.Retention;
using RunbookEngine.Server.Running;
using RunbookEngine.Server.Schedules;
using RunbookEngine.Server.Schedules.Alerts;
using RunbookEngine.Server.Telemetry;
using RunbookEngine.Server.Tickets;

namespace RunbookEngine.Server.Hosting;

/// <summary>Looks at everything a server needs before it serves, and says all that is wrong.</summary>
public static class ServerCheck
{
    /// <summary>What the settings say is wrong by themselves; a server with any of these does not start.</summary>
    public static IReadOnlyList<ServerFinding> OfSettings(ServerSettings settings, TimeProvider clock)
    {
        var found = new List<ServerFinding>();
        var (server, limits, oidc) = (settings.Get<ServerOptions>("server"), settings.Get<LimitOptions>("limits"), settings.Get<AccessOptions>("access").Oidc);
        Addresses(server, settings, found, clock);
        Range(found, "limits: bodyBytes", limits.BodyBytes, 1024, 64 << 20);
        Range(found, "limits: requestsPerMinute", limits.RequestsPerMinute, 1, 1_000_000);
        Range(found, "limits: anonymousPerMinute", limits.AnonymousPerMinute, 1, 1_000_000);
        Range(found, "limits: connections", limits.Connections, 10, 100_000);
        Range(found, "limits: connectionsPerAddress", limits.ConnectionsPerAddress, 2, 100_000);
        Range(found, "limits: idleTimeout (seconds)", (long)limits.IdleTimeout.TotalSeconds, 5, 600);
        Range(found, "limits: streams", limits.Streams, 1, 10_000);
        Range(found, "limits: streamsPerCaller", limits.StreamsPerCaller, 1, 10_000);
        Range(found, "limits: streamTime (seconds)", (long)limits.StreamTime.TotalSeconds, 60, 86_400);
        Range(found, "limits: headersTimeout (seconds)", (long)limits.HeadersTimeout.TotalSeconds, 1, 300);
        Range(found, "limits: bodyBytesPerSecond", limits.BodyBytesPerSecond, 0, 1 << 20);
        found.AddRange(settings.Get<ClusterOptions>("cluster").Problems().Select(p => new ServerFinding(Exit.Invalid, p, null)));
        found.AddRange(settings.Get<ScheduleOptions>("schedules").Problems().Concat(settings.Get<AlertOptions>("alerts").Problems()).Select(p => new ServerFinding(Exit.Invalid, p, null)));
        if (settings.Get<TelemetryOptions>("telemetry").Otlp is { } otlp && (!Uri.TryCreate(otlp, UriKind.Absolute, out var collector) || collector.Scheme is not ("http" or "https")))
            found.Add(new(Exit.Invalid, $"telemetry: otlp: '{otlp}' is no address", "as in http://collector:4318"));
        found.AddRange(settings.Get<RetentionOptions>("retention").Problems().Select(p => new ServerFinding(Exit.Invalid, p, null)));
        found.AddRange(settings.Get<TicketOptions>("tickets").Problems().Concat(settings.Get<ApprovalOptions>("approvals").Problems()).Select(p => new ServerFinding(Exit.Invalid, p, null)));
        Range(found, "server: stopTimeout (seconds)", (long)server.StopTimeout.TotalSeconds, 1, 600);
        foreach (var trusted in server.Proxy.Trusted.Where(t => !IPNetwork.TryParse(t, out _) && !IPAddress.TryParse(t, out _)))
            found.Add(new(Exit.Invalid, $"server: proxy: trusted: '{trusted}' is no address and no network", "as in 10.0.0.5 or 10.0.0.0/8"));
        if (oidc.Issuer is not null)
            Oidc(oidc, settings, found);
        return found;
    }

    /// <summary>Environments, and whether their arrays answer; whether anybody can administer.</summary>
    public static async Task<IReadOnlyList<ServerFinding>> OfSurroundingsAsync(
        ServerSettings settings, IEngineStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        var found = new List<ServerFinding>();
        var files = settings.Get<ServerOptions>("server").Environments.Select(settings.PathOf).ToList();
        var library = new EnvironmentLibrary(files, store, clock);
        foreach (var result in library.Configured.Where(e => e.Model is null))
            found.AddRange(result.Diagnostics.Where(d => d.IsError).Select(d => new ServerFinding(Exit.Invalid, $"{d}", d.Help)));
        var environments = await library.ListAsync(cancellationToken);
        foreach (var twice in library.Configured.Select(e => e.Model?.Name).OfType<string>().GroupBy(n => n).Where(g => g.Count() > 1))
            found.Add(new(Exit.Invalid, $"two environment files are named '{twice.Key}'", "give each a name of its own"));
        if (settings.Get<ScheduleOptions>("schedules").Environment is { } ofTriggers && environments.All(e => e.Model.Name != ofTriggers))
            found.Add(new(Exit.Invalid, $"schedules: environment: there is no environment '{ofTriggers}'", environments.Count == 0 ? null : $"there are {string.Join(", ", environments.Select(e => e.Model.Name))}"));
        var approvals = settings.Get<ApprovalOptions>("approvals");
        if (!approvals.Problems().Any())
            found.AddRange((await new LinkSigner(approvals, clock).KeyProblemsAsync(cancellationToken)).Select(p => new ServerFinding(Exit.Invalid, p, null)));
        found.AddRange(SecretFiles.Of(settings, environments.Select(e => e.Model)));
        await using var connections = new ArrayConnections(clock);
        foreach (var environment in environments)
            found.AddRange(await ArraysAsync(connections, environment.Model, cancellationToken));
        if (settings.Get<AccessOptions>("access").Oidc is not { Issuer: not null } && !await new ApiKeys(store, clock).HasAdminAsync(cancellationToken))
            found.Add(new(Exit.Invalid, "nobody can administer this server: there is no key with the role admin, and no identity provider", "make one: runbook serve --new-key NAME --role admin"));
        return found;
    }

    private static async Task<IEnumerable<ServerFinding>> ArraysAsync(ArrayConnections connections, EnvironmentModel model, CancellationToken cancellationToken)
    {
        try
        {
            var checks = await connections.CheckAsync(model.ToPlan(), null, cancellationToken);
            return checks.Where(c => c.Failure is not null).Select(c => new ServerFinding(
                Exit.Unreachable, $"environment {model.Name}, array {c.Array} ({c.Endpoint.TrimEnd('/')}): {c.Failure!.Message}", c.Failure.Help));
        }
        catch (ArgumentException e)
        {
            return [new ServerFinding(Exit.Invalid, $"environment {model.Name}: {e.Message}", null)];
        }
    }

    private static void Addresses(ServerOptions server, ServerSettings settings, List<ServerFinding> found, TimeProvider clock)
    {
        if (server.Urls.Count > 16)
            found.Add(new(Exit.Invalid, "server: urls: at most 16 addresses", null));
        var tls = false;
        foreach (var url in server.Urls)
        {
            if (!Uri.TryCreate(url.Replace("//*", "//[::]").Replace("//+", "//[::]"), UriKind.Absolute, out var address)
                || address.Scheme is not ("http" or "https") || address.PathAndQuery != "/"
                || (address.Host != "localhost" && !IPAddress.TryParse(address.Host.Trim('[', ']'), out _)))
                found.Add(new(Exit.Invalid, $"server: urls: '{url}' is no address to listen at", "as in https://0.0.0.0:8642, http://127.0.0.1:8642 or https://*:8642"));
            else if (address.Scheme == "https")
                tls = true;
            else if (!ServerListeners.IsLocal(address) && !server.AllowPlainHttp)
                found.Add(new(Exit.Invalid, $"server: urls: {url} is open to other machines without TLS, so that keys could be read on the wire", "use https with server: tls: certificate, or server: allowPlainHttp: true behind a proxy that ends TLS"));
        }

        if (!tls)
            return;
        try
        {
            using var certificate = ServerCertificate.Load(server.Tls, settings);
            if (!certificate.HasPrivateKey)
                found.Add(new(Exit.Invalid, "server: tls: the certificate comes without its private key", "name the key's file with server: tls: key"));
            else if (certificate.NotAfter.ToUniversalTime() < clock.GetUtcNow())
                found.Add(new(Exit.Invalid, $"server: tls: the certificate ended on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}", "renew it"));
        }
        catch (InvalidOperationException e)
        {
            found.Add(new(Exit.Invalid, $"server: tls: {e.Message}", null));
        }
    }

    private static void Oidc(OidcOptions oidc, ServerSettings settings, List<ServerFinding> found)
    {
        if (!Uri.TryCreate(oidc.Issuer, UriKind.Absolute, out var issuer) || (issuer.Scheme != "https" && !issuer.IsLoopback))
            found.Add(new(Exit.Invalid, "access: oidc: issuer must be an https address", null));
        if (string.IsNullOrWhiteSpace(oidc.Audience))
            found.Add(new(Exit.Invalid, "access: oidc: audience is needed with an issuer", "without it a token for any other service would open this one"));
        if (oidc.Grants.Count == 0)
            found.Add(new(Exit.Invalid, "access: oidc: grants is empty, so that no token opens anything", "list values of the roles claim with their roles"));
        if (oidc.Grants.Any(g => g.Value.Length == 0))
            found.Add(new(Exit.Invalid, "access: oidc: grants: each needs a value", null));
        foreach (var problem in oidc.Grants.Select(g => new Grant(g.Role, Modes: g.Modes).ModeProblem()).OfType<string>())
            found.Add(new(Exit.Invalid, $"access: oidc: grants: modes: {problem}", null));
        foreach (var problem in oidc.Grants.SelectMany(g => new[] { g.Runbooks, g.Environments }).SelectMany(names => names ?? [])
            .Select(name => Glob.Malformed(name) is { } wrong ? $"'{name}': {wrong}" : null).OfType<string>())
            found.Add(new(Exit.Invalid, $"access: oidc: grants: {problem}", null));
        if (oidc.CaFile is { } file && !File.Exists(settings.PathOf(file)))
            found.Add(new(Exit.Invalid, $"access: oidc: caFile {settings.PathOf(file)} is not there", null));
    }

    private static void Range(List<ServerFinding> found, string what, long value, long least, long most)
    {
        if (value < least || value > most)
            found.Add(new(Exit.Invalid, $"{what} is {value}; {least} to {most} are possible", null));
    }
}

/// <param name="Exit">What the process says when this is the worst.</param>
public sealed record ServerFinding(Exit Exit, string Message, string? Help);

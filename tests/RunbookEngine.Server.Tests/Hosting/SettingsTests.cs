using RunbookEngine.Language.Documents;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Hosting;

namespace RunbookEngine.Server.Tests.Hosting;

public class SettingsTests
{
    [Theory]
    [InlineData("servre: {}", "server.yaml:1:1")]
    [InlineData("server:\n  ulrs: [x]", "server.yaml:2:3")]
    [InlineData("server: [x]", "server.yaml:1:9")]
    [InlineData("limits: { bodyBytes: many }", "server.yaml:1:22")]
    [InlineData("limits:\n  streamTime: 1 hour", "server.yaml:2:15")]
    [InlineData("server:\n  urls: http://x", "server.yaml:2:9")]
    [InlineData("access:\n  oidc:\n    grants:\n      - { value: x, role: boss }", "server.yaml:4:27")]
    [InlineData("- x", "server.yaml:1:1")]
    [InlineData("server: { store: a, store: b }", "server.yaml:1:21")]
    [InlineData("server: {", "server.yaml:")]
    public void What_is_no_setting_is_refused_where_it_stands(string text, string place)
    {
        var found = Read(text).Diagnostics;

        Assert.StartsWith(place, Assert.Single(found).ToString());
    }

    [Fact]
    public void File_then_variables_then_command_line()
    {
        const string File = "server: { urls: [ 'http://127.0.0.1:1', 'http://127.0.0.1:2' ], store: 'sqlite:a.db' }\nlimits: { streamTime: 90s }";
        var variables = new Dictionary<string, string> { ["RUNBOOK__SERVER__STORE"] = "sqlite:b.db", ["RUNBOOK__LIMITS__STREAMTIME"] = "2m", ["RUNBOOK__SERVER__URLS__1"] = "http://127.0.0.1:3", ["OTHER"] = "x" };

        var settings = SettingsReader.Read(new SourceFile("server.yaml", File), ServerComposition.Sections, variables, [KeyValuePair.Create("server:urls:0", (string?)"http://127.0.0.1:9")]);

        Assert.Empty(settings.Diagnostics);
        Assert.Equal(["http://127.0.0.1:9", "http://127.0.0.1:3"], settings.Get<ServerOptions>("server").Urls);
        Assert.Equal(("sqlite:b.db", TimeSpan.FromMinutes(2)), (settings.Get<ServerOptions>("server").Store, settings.Get<LimitOptions>("limits").StreamTime));
    }

    [Fact]
    public void A_variable_that_is_none_is_refused_and_its_value_is_not_told()
    {
        var settings = SettingsReader.Read(null, ServerComposition.Sections, new Dictionary<string, string> { ["RUNBOOK__SERVER__SOTRE"] = "secret-in-clear", ["RUNBOOK__LIMITS__STREAMS"] = "secret-in-clear" }, []);

        Assert.Equal(2, settings.Diagnostics.Count(d => d.IsError));
        Assert.DoesNotContain("secret-in-clear", string.Concat(settings.Diagnostics));
    }

    [Theory]
    [InlineData("server: { urls: ['http://0.0.0.0:8642'] }", "without TLS")]
    [InlineData("server: { urls: ['https://0.0.0.0:8642'] }", "certificate")]
    [InlineData("server: { urls: ['https://0.0.0.0:8642'], tls: { certificate: not-there.pem } }", "not-there.pem")]
    [InlineData("server: { urls: ['ftp://127.0.0.1'] }", "no address")]
    [InlineData("limits: { bodyBytes: 5 }", "bodyBytes")]
    [InlineData("server: { proxy: { trusted: [everybody] } }", "everybody")]
    [InlineData("access: { oidc: { issuer: 'http://id.example', audience: x, grants: [ { value: a, role: viewer } ] } }", "https")]
    [InlineData("access: { oidc: { issuer: 'https://id.example' } }", "audience")]
    [InlineData("cluster: { leaseTime: 1s }", "leaseTime")]
    [InlineData("telemetry: { otlp: somewhere }", "otlp")]
    public void A_server_that_could_be_read_on_the_wire_or_contradicts_itself_does_not_start(string text, string why)
    {
        var settings = Read(text);

        Assert.Empty(settings.Diagnostics);
        Assert.Contains(ServerCheck.OfSettings(settings, TimeProvider.System), f => f.Message.Contains(why, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_configured_means_this_machine_only() =>
        Assert.Equal("http://127.0.0.1:8642/", Assert.Single(ServerListeners.Addresses(Read("").Get<ServerOptions>("server"))).ToString());

    [Fact]
    public void Grants_of_an_identity_provider_are_read()
    {
        var grant = Assert.Single(Read("access: { oidc: { grants: [ { value: storage, role: approver, runbooks: ['erp-*'], modes: [none, test] } ] } }").Get<AccessOptions>("access").Oidc.Grants);

        Assert.Equal((Role.Approver, "storage"), (grant.Role, grant.Value));
        Assert.Equal(["none", "test"], grant.Modes);
    }

    private static ServerSettings Read(string text) => SettingsReader.Read(new SourceFile("server.yaml", text), ServerComposition.Sections, [], []);
}

using System.Text.Json;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Tests.Support;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Tests.Connections;

public class ArrayConnectionsTests
{
    private readonly Bench _bench = new();

    [Fact]
    public async Task Arrays_that_answer_as_themselves_pass()
    {
        Assert.All(await CheckAsync(Bench.EnvironmentOf()), c => Assert.Null(c.Failure));
        Assert.Equal(["osaka"], (await CheckAsync(Bench.EnvironmentOf(), "osaka")).Select(c => c.Array));
    }

    [Fact]
    public async Task An_array_that_is_not_there_is_named_with_its_address()
    {
        _bench.Gone.Add("osaka");
        var failure = Assert.Single(await CheckAsync(Bench.EnvironmentOf(), "osaka")).Failure!;
        Assert.Equal((FailureKind.Unreachable, "osaka"), (failure.Kind, failure.Array));
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_not_shown()
    {
        Environment.SetEnvironmentVariable("WRONG_USER", "runbook");
        Environment.SetEnvironmentVariable("WRONG_PASSWORD", "not-the-passw0rd");
        var check = Assert.Single(await CheckAsync(With("""{ "endpoint": "https://tokyo.simulated", "storageDeviceId": "900000040014", "credentials": "env:WRONG" }""")));
        Assert.Equal((FailureKind.Refused, "a"), (check.Failure!.Kind, check.Failure.Array));
        Assert.DoesNotContain("not-the-passw0rd", check.Failure.ToString());
        Assert.NotNull(check.Failure.Help);
    }

    [Theory]
    [InlineData("env:NO_SUCH_VARIABLE_HERE", "NO_SUCH_VARIABLE_HERE_USER")]
    [InlineData("file:/nonexistent/credentials", "/nonexistent/credentials")]
    [InlineData("command:/nonexistent/vault get", "/nonexistent/vault")]
    [InlineData("command:false", "exit code 1")]
    public async Task Credentials_that_cannot_be_had_say_where_they_were_looked_for(string reference, string mentioned)
    {
        var check = Assert.Single(await CheckAsync(With($$"""{ "endpoint": "https://tokyo.simulated", "storageDeviceId": "900000040014", "credentials": "{{reference}}" }""")));
        Assert.Contains(mentioned, check.Failure!.Message);
        Assert.Equal("a", check.Failure.Array);
    }

    [Fact]
    public async Task Another_array_at_that_address_is_refused()
    {
        var check = Assert.Single(await CheckAsync(With("""{ "endpoint": "https://tokyo.simulated", "storageDeviceId": "900000040099", "credentials": "env:BENCH_tokyo" }""")));
        Assert.NotNull(check.Failure);
    }

    [Theory]
    [InlineData("""{ "endpoint": "tokyo", "storageDeviceId": "900000040014", "credentials": "env:X" }""")]
    [InlineData("""{ "storageDeviceId": "900000040014", "credentials": "env:X" }""")]
    [InlineData("""{ "endpoint": "https://tokyo.simulated", "storageDeviceId": "900000040014", "credentials": "hunter2" }""")]
    [InlineData("""{ "endpoint": "https://tokyo.simulated", "credentials": "env:X" }""")]
    public void An_entry_that_cannot_be_a_connection_is_an_argument_error_without_secrets(string entry)
    {
        var connections = new ArrayConnections(TimeProvider.System);
        var error = Assert.Throws<ArgumentException>(() => connections.For(With(entry)));
        Assert.DoesNotContain("hunter2", error.Message);
    }

    [Fact]
    public async Task Unchecked_certificates_can_be_told()
    {
        var check = Assert.Single(await CheckAsync(With("""{ "endpoint": "https://tokyo.simulated", "storageDeviceId": "900000040014", "credentials": "env:BENCH_tokyo", "tls": { "verify": false } }""")));
        Assert.False(check.Verified);
    }

    [Theory]
    [InlineData("universal-replicator", "osaka", "ur1,ur2")]
    [InlineData("truecopy", "osaka", "tc")]
    [InlineData("shadow-image", null, "si")]
    public async Task The_groups_a_target_could_mean_are_listed(string technology, string? remote, string groups)
    {
        await using var connections = _bench.NewConnections();
        var target = new PlanTarget { Name = "t", Technology = technology, Array = "tokyo", RemoteArray = remote };
        var found = await _bench.DriveAsync(new TargetLookup(connections).ListAsync(PlanIn(Bench.EnvironmentOf()), target, null, null, CancellationToken.None));
        Assert.Null(found.Absent);
        Assert.Equal(groups.Split(','), found.Groups.Select(g => g.Name));
        Assert.All(found.Groups, g => Assert.Equal((g.Name + "P_", g.Name + "S_"), (g.LocalDeviceGroup, g.RemoteDeviceGroup)));
    }

    private static Plan PlanIn(PlanEnvironment environment) => new() { Runbook = "r", Environment = environment };

    private static PlanEnvironment With(string entry) => new("lab", JsonElement.Parse($$"""{ "arrays": { "a": {{entry}} } }"""));

    private async Task<IReadOnlyList<ArrayCheck>> CheckAsync(PlanEnvironment environment, params string[] aliases)
    {
        await using var connections = _bench.NewConnections();
        return await _bench.DriveAsync(connections.CheckAsync(environment, aliases.Length == 0 ? null : aliases, CancellationToken.None));
    }
}

namespace RunbookEngine.EndToEnd.Tests;

public sealed class UnreachableTests
{
    [Theory]
    [InlineData("nobody listens")]
    [InlineData("wrong password")]
    [InlineData("untrusted certificate")]
    [InlineData("another array")]
    public async Task An_array_that_cannot_be_used_exits_7_and_is_named_with_what_to_do(string trouble)
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite, "--tls");
        var environment = File.ReadAllText(arrays.Environment);
        switch (trouble)
        {
            case "nobody listens":
                await arrays.Process.SignalAsync("TERM");
                await arrays.Process.EndAsync();
                break;
            case "wrong password":
                workshop.Write("env.tokyo.credentials", "runbook\nwrong-password\n");
                break;
            case "untrusted certificate":
                workshop.Write("env.yaml", environment.Replace(", tls: { caFile: \"env.ca.pem\" }", ""));
                break;
            default:
                workshop.Write("env.yaml", environment.Replace("900000040014", "900000049999"));
                break;
        }

        var result = await workshop.RunAsync("run", Repository.Runbook("ur-split-backup-resync"), "--environment", arrays.Environment);
        Assert.True(result.Exit == 7, $"{result}");
        Assert.Contains("tokyo", result.Error);
        Assert.Contains("help: ", result.Error);
        Assert.DoesNotContain("   at ", result.Error);
        Assert.DoesNotContain("wrong-password", result.Error + result.Out);
        Assert.Equal("no runs\n", (await workshop.RunAsync("runs")).Out);
    }

    [Fact]
    public async Task A_certificate_that_is_not_verified_is_said_loudly_on_every_run()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite, "--tls");
        workshop.Write("env.yaml", File.ReadAllText(arrays.Environment).Replace("caFile: \"env.ca.pem\"", "verify: false"));
        var result = await workshop.RunAsync("run", Repository.Runbook("ur-split-backup-resync"), "--environment", arrays.Environment);
        Assert.True(result.Exit == 0, $"{result}");
        Assert.Contains("WARNING", result.Error);
        Assert.Contains("NOT VERIFIED", result.Error);
    }
}

using System.Text.Json;
using RunbookEngine.Secrets;
using Xunit;

namespace RunbookEngine.Core.Tests.Secrets;

public sealed class SecretReaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task One_reader_gives_a_secret_of_each_kind_and_it_is_masked_from_then_on()
    {
        var file = Write("one", "from-a-file-1\n");
        Environment.SetEnvironmentVariable("RUNBOOK_TEST_SECRET_ONE", "from-a-variable-1");

        Assert.Equal("from-a-file-1", await SecretReader.ReadAsync($"file:{file}", Stop));
        Assert.Equal("from-a-variable-1", await SecretReader.ReadAsync("env:RUNBOOK_TEST_SECRET_ONE", Stop));
        Assert.Equal("from a program", await SecretReader.ReadAsync("command:printf \"from a program\"", Stop));
        Assert.Equal("*** *** ***", KnownSecrets.Mask.Apply("from-a-file-1 from-a-variable-1 from a program"));
    }

    [Fact]
    public async Task A_password_is_masked_together_with_its_user_in_Base64_and_the_user_alone_is_not()
    {
        Environment.SetEnvironmentVariable("RUNBOOK_TEST_PAIR_USER", "svc-backup");
        Environment.SetEnvironmentVariable("RUNBOOK_TEST_PAIR_PASSWORD", "pa55-of-the-pair");

        Assert.Equal(("svc-backup", "pa55-of-the-pair"), await SecretReader.ReadPairAsync("env:RUNBOOK_TEST_PAIR", Stop));

        var basic = Convert.ToBase64String("svc-backup:pa55-of-the-pair"u8);
        Assert.Equal("svc-backup ***", KnownSecrets.Mask.Apply($"svc-backup {basic}"));
    }

    [Fact]
    public async Task What_is_no_secret_is_refused_without_repeating_it()
    {
        var large = Write("large", new string('x', SecretReader.MaxLength + 1));
        foreach (var wrong in new[] { "s3cr3t-written-out", "https://x", "env:", "command: ", $"file:{large}", $"command:cat {large}", "command:sh -c \"exit 3\"" })
        {
            var e = await Assert.ThrowsAsync<SecretUnavailableException>(() => SecretReader.ReadAsync(wrong, Stop));
            Assert.DoesNotContain("written-out", e.Message);
            Assert.DoesNotContain("xxxx", e.Message);
        }
    }

    [Fact]
    public void What_an_environment_refers_to_is_masked_before_anybody_has_used_it()
    {
        var (pair, token) = (Write("pair", "someone\npa55-unused-yet\n"), Write("token", "t0ken-unused-yet"));
        Environment.SetEnvironmentVariable("RUNBOOK_TEST_UNUSED_PASSWORD", "pa55-of-a-variable");
        EnvironmentReferences.Learn(JsonSerializer.SerializeToElement(new
        {
            description = "file:/dev/null env: PATH",
            arrays = new { tokyo = new { credentials = $"file:{pair}" }, osaka = new { credentials = "env:RUNBOOK_TEST_UNUSED" }, gone = new { credentials = "file:/no/such" } },
            secrets = new { tok = $"file:{token}", program = "command:/no/such/program" },
        }));

        Assert.Equal("someone *** *** ***", KnownSecrets.Mask.Apply("someone pa55-unused-yet t0ken-unused-yet pa55-of-a-variable"));
    }

    [Fact]
    public void Variables_that_environment_or_configuration_refer_to_are_withheld_and_others_are_not()
    {
        WithheldVariables.AddFrom("arrays: { tokyo: { credentials: \"env:RUNBOOK_TEST_W\" } }\ntoken: env:RUNBOOK_TEST_T # env:PATH");
        var given = new Dictionary<string, string?>
        {
            ["PATH"] = "/bin",
            ["RUNBOOK_TEST_W_USER"] = "u",
            ["RUNBOOK_TEST_W_PASSWORD"] = "p",
            ["RUNBOOK_TEST_T"] = "t",
            ["RUNBOOK_KEY"] = "k",
            ["OTHER"] = "o",
            ["RUNBOOK_STORE"] = "Host=db;Password=p",
            ["RUNBOOK__SERVER__STORE"] = "postgres://runbook:p@db/x",
            ["RUNBOOK_CONFIG"] = "/etc/runbook.yaml",
            ["RUNBOOK__APPROVALS__SIGNINGKEYS__0"] = "env:RUNBOOK_TEST_SIGN",
            ["RUNBOOK_TEST_SIGN"] = "s",
        };

        WithheldVariables.RemoveFrom(given);

        Assert.Equal(["OTHER", "PATH", "RUNBOOK_CONFIG", "RUNBOOK__APPROVALS__SIGNINGKEYS__0"], given.Keys.Order(StringComparer.Ordinal));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}

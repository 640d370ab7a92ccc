using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Tests.Support;
using RunbookEngine.Secrets;

namespace RunbookEngine.Language.Tests;

public class EnvironmentTests
{
    [Fact]
    public void Every_wrong_environment_gets_its_code_at_its_place()
    {
        foreach (var path in Repository.Files(Path.Combine(Repository.Samples, "environments"), "RB*.yaml"))
        {
            var name = Path.GetFileName(path);
            var result = EnvironmentLoader.Load(SourceFile.Read(path) with { Name = name });
            var shown = DiagnosticText.Write(result.Diagnostics, _ => result.File.Text);
            Assert.True(result.Diagnostics.Any(d => d.Code == name[..6]), $"{name} gives no {name[..6]}:\n{shown}");
            Assert.Equal(result.Diagnostics.Any(d => d.IsError), result.Model is null);
            Golden.Matches(Path.ChangeExtension(path, ".out"), shown);
        }
    }

    [Fact]
    public void A_run_pins_the_environment_and_gets_the_same_one_back()
    {
        var pinned = EnvironmentModel.FromPlan(Compiled.Environment.ToPlan());

        Assert.Equal(Compiled.Environment.ToPlan().Content.GetRawText(), pinned.ToPlan().Content.GetRawText());
        Assert.Equal("900000040014", pinned.Arrays["tokyo"].StorageDeviceId);
        Assert.Equal(["osaka"], pinned.PartnersOf("tokyo"));
        Assert.Equal(TimeSpan.FromSeconds(5), pinned.Limits.PollInterval);
        Assert.Equal(["akiko", "ben", "chen"], pinned.Approvers["dr-coordinators"]);
    }

    [Fact]
    public void Relative_references_start_from_the_folder_of_the_file() =>
        Assert.Equal($"file:{Path.Combine(Repository.Samples, "osaka.credentials")}", Compiled.Environment.Arrays["osaka"].Credentials);

    [Theory]
    [InlineData("erp-ur-01", null)]
    [InlineData("hr-ur-01", "allows only")]
    [InlineData("erp-golden", "denies")]
    public void The_fence_refuses_what_it_does_not_allow_and_what_it_denies(string copyGroup, string? refusal)
    {
        var answer = Compiled.Environment.Fence.Refuses(copyGroup);
        if (refusal is null)
            Assert.Null(answer);
        else
            Assert.Contains(refusal, answer);
    }

    [Fact]
    public async Task Credentials_come_from_variables_files_and_programs_and_their_absence_names_the_reference()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(folder.FullName, "c");
            await File.WriteAllTextAsync(file, "user\npass word\n");
            var none = CancellationToken.None;
            Assert.Equal(("user", "pass word"), await SecretReader.ReadPairAsync($"file:{file}", none));
            Assert.Equal(("user", "pass word"), await SecretReader.ReadPairAsync($"command:cat {file}", none));
            Assert.Equal("user\npass word", await SecretReader.ReadAsync($"file:{file}", none));

            await File.WriteAllTextAsync(file, "only-a-user\n");
            foreach (var missing in new[] { "env:RUNBOOK_TEST_NOT_SET", $"file:{file}", $"file:{file}.gone", "command:/no/such/program", "command:false" })
            {
                var e = await Assert.ThrowsAsync<SecretUnavailableException>(() => SecretReader.ReadPairAsync(missing, none));
                Assert.DoesNotContain("only-a-user", e.Message);
                Assert.StartsWith(missing.Split(':')[0], e.Message);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

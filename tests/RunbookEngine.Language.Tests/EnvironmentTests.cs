using System.Text.Json.Nodes;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Shape;
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
    public void All_that_an_environment_may_say_is_pinned_with_a_run_and_nothing_is_dropped_when_it_is_loaded()
    {
        var file = SourceFile.Read(Path.Combine(Repository.Samples, "everything.environment.yaml"));
        var loaded = EnvironmentLoader.Load(file);
        Assert.True(loaded.Model is not null, DiagnosticText.Write(loaded.Diagnostics, _ => file.Text));
        var pinned = JsonNode.Parse(loaded.Model.ToPlan().Content.GetRawText())!;
        var schema = JsonNode.Parse(Schemas.EnvironmentText)!;
        foreach (var path in Keys(schema, schema, "").Where(p => p != ".environment"))
            Assert.True(Found(pinned, path[1..].Split('.')), $"{path} of the schema is not in what a run pins (or not in {file.Name})");
    }

    /// <summary>Every key of a schema, as <c>.notify.*.file</c>.</summary>
    private static IEnumerable<string> Keys(JsonNode schema, JsonNode root, string at)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
            schema = root["definitions"]![reference["#/definitions/".Length..]]!;
        foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
        {
            yield return $"{at}.{name}";
            foreach (var inner in Keys(property!, root, $"{at}.{name}"))
                yield return inner;
        }

        if (schema["additionalProperties"] is JsonObject others)
            foreach (var inner in Keys(others, root, $"{at}.*"))
                yield return inner;
    }

    private static bool Found(JsonNode? at, ReadOnlySpan<string> path)
    {
        if (path.Length == 0 || at is not JsonObject map)
            return at is not null && path.Length == 0;
        if (path[0] != "*")
            return Found(map[path[0]], path[1..]);
        foreach (var (_, value) in map)
        {
            if (Found(value, path[1..]))
                return true;
        }

        return false;
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

using System.Diagnostics;

namespace RunbookEngine.EndToEnd.Tests;

/// <summary>docs/tutorial.md, typed into a shell as it stands there; what it says is for a second terminal goes into a second shell.</summary>
public sealed class TutorialTests
{
    [Fact]
    public async Task The_tutorial_does_what_it_says_when_it_is_typed_as_it_is_written()
    {
        await using var workshop = new Workshop();
        foreach (var folder in new[] { "examples", "runbooks", "schemas" })
            Directory.CreateSymbolicLink(workshop.File(folder), Repository.File(folder));
        // The first command builds the product; the one under test stands where it would put it.
        Directory.CreateDirectory(workshop.File("runbook"));
        var command = workshop.Write("runbook/runbook", $"#!/bin/sh\nexec dotnet exec '{Path.Combine(AppContext.BaseDirectory, "runbook.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var parts = Parts();
        Assert.Equal(1, parts.Count(p => p.Second));

        using var second = Shell(workshop, parts.Single(p => p.Second).Text);
        try
        {
            await TypeAsync(workshop, parts);
        }
        finally
        {
            second.Kill(entireProcessTree: true);
        }
    }

    private static async Task TypeAsync(Workshop workshop, IReadOnlyList<(string Text, bool Second)> parts)
    {
        var script = string.Concat(parts.Where(p => !p.Second).Select((p, i) => i == 1 ? $"until [ -s env.yaml ]; do sleep 0.2; done\n{Typed(p.Text)}\necho \"[[part {i}: $?]]\"\n" : $"{Typed(p.Text)}\necho \"[[part {i}: $?]]\"\n"));
        using var first = Shell(workshop, script);
        var (output, error) = (first.StandardOutput.ReadToEndAsync(), first.StandardError.ReadToEndAsync());
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        var (said, wrong) = (await output, await error);
        var all = $"{said}\n--- error\n{wrong}";
        var count = parts.Count(p => !p.Second);
        for (var i = 0; i < count; i++)
            Assert.True(said.Contains($"[[part {i}: 0]]", StringComparison.Ordinal), $"part {i}: {parts.Where(p => !p.Second).ElementAt(i).Text}\n{all}");
        string Of(int part) => said.Split($"[[part {part - 1}: ")[1].Split("[[part ")[0];
        var texts = parts.Where(p => !p.Second).Select(p => p.Text).ToList();
        int Part(string text) => texts.FindIndex(t => t.Contains(text, StringComparison.Ordinal));
        Assert.Contains("outcome   succeeded", Of(Part("show latest")));
        Assert.Contains("\n4\n", Of(Part("five-mirrors-third-fails")));
        Assert.Contains("\n5\n", Of(Part("planned-failover")));
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(workshop.File("report.html")));
        Assert.DoesNotContain("defect", all);
        Assert.DoesNotContain("not delivered", all);
        var left = (await workshop.RunAsync("runs", "--output", "json", "--store", $"sqlite:{workshop.File("tutorial.db")}")).Json.GetProperty("runs").EnumerateArray()
            .Select(r => r.GetProperty("outcome").GetString()!).Where(o => o != "succeeded").ToList();
        Assert.Equal(["rolled-back"], left);
    }

    /// <summary>The build is left out; the rest is as it stands.</summary>
    private static string Typed(string part) => string.Join('\n', part.Split('\n').Where(l => !l.StartsWith("dotnet publish ", StringComparison.Ordinal)));

    /// <summary>The blocks that are marked as shell, and whether they are for a second terminal.</summary>
    private static IReadOnlyList<(string Text, bool Second)> Parts()
    {
        var (found, block, second) = (new List<(string, bool)>(), (List<string>?)null, false);
        foreach (var line in File.ReadLines(Repository.File("docs/tutorial.md")))
        {
            if (block is not null && line == "```")
            {
                found.Add((string.Join('\n', block), second));
                (block, second) = (null, false);
            }
            else if (block is not null)
                block.Add(line);
            else if (line == "```sh")
                block = [];
            else
                second |= line.Contains("second terminal", StringComparison.Ordinal);
        }

        return found;
    }

    private static Process Shell(Workshop workshop, string script)
    {
        var start = new ProcessStartInfo("bash", ["-O", "expand_aliases", workshop.Write($"typed-{Guid.NewGuid():N}.sh", script + "\n")]) { WorkingDirectory = workshop.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = workshop.Folder;
        start.Environment["DOTNET_CLI_HOME"] = workshop.Folder;
        start.Environment.Remove("RUNBOOK_STORE");
        return Process.Start(start)!;
    }
}

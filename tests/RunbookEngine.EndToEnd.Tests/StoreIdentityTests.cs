namespace RunbookEngine.EndToEnd.Tests;

/// <summary>A store that changes under real processes, and texts that would act on a real terminal.</summary>
public sealed class StoreIdentityTests
{
    [Theory]
    [InlineData("cp runs.db other.db && mv other.db runs.db", "was replaced")]
    [InlineData("mv runs.db away.db", "is gone")]
    public async Task A_store_that_is_replaced_or_taken_away_under_a_run_ends_it_with_7_and_nothing_more_is_done(string act, string says)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The identity of a file is told on Linux.");
        await using var workshop = new Workshop();
        workshop.Write("swap.yaml", $$"""
            runbook: v1
            name: swap
            steps:
              - id: swap
                timeout: 5m
                command: { run: [sh, -c, "{{act}}"], cwd: "{{workshop.Folder}}" }
                rollback: { none: "a test" }
              - id: after
                timeout: 5m
                command: { run: [touch, "{{workshop.File("marker")}}"] }
                rollback: { none: "a test" }
            """);
        var ran = await workshop.RunAsync("run", "swap.yaml", "--simulate", Repository.File("examples/topologies/two-site.yaml"));
        Assert.True(ran.Exit == 7, $"{ran}");
        Assert.Contains(says, ran.Error);
        Assert.False(File.Exists(workshop.File("marker")));
    }

    [Theory]
    [InlineData("cp runs.db other.db && mv other.db runs.db", "was replaced")]
    [InlineData("mv runs.db away.db", "is gone")]
    public async Task A_server_whose_store_is_replaced_or_taken_away_ends_with_7_and_nothing_more_is_done(string act, string says)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The identity of a file is told on Linux.");
        await using var workshop = new Workshop();
        await workshop.SimulateAsync(Repository.TwoSite);
        var key = (await workshop.RunAsync("serve", "--new-key", "dora", "--role", "admin")).Out.Trim();
        var server = workshop.Start("serve", "--urls", "http://127.0.0.1:0", "--environment", workshop.File("env.yaml"));
        Assert.True(await server.SaysAsync("listening at"));
        workshop.Variables["RUNBOOK_SERVER"] = server.Out.Split('\n').First(l => l.StartsWith("listening at", StringComparison.Ordinal))["listening at ".Length..].Trim();
        workshop.Variables["RUNBOOK_KEY"] = key;
        workshop.Write("swap.yaml", $$"""
            runbook: v1
            name: swap
            steps:
              - id: swap
                timeout: 5m
                command: { run: [sh, -c, "{{act}}"], cwd: "{{workshop.Folder}}" }
                rollback: { none: "a test" }
              - id: after
                timeout: 5m
                command: { run: [touch, "{{workshop.File("marker")}}"] }
                rollback: { none: "a test" }
            """);
        Assert.Equal(0, (await workshop.RunAsync("upload", "swap.yaml")).Exit);
        workshop.Start("run", "swap", "--environment", "two-site");

        var ended = await server.EndAsync();

        Assert.True(ended.Exit == 7, $"{ended}");
        Assert.Contains(says, ended.Error);
        Assert.False(File.Exists(workshop.File("marker")));
    }

    [Fact]
    public async Task The_register_and_what_belongs_to_no_run_are_told_over_a_server_as_they_are_here()
    {
        await using var workshop = new Workshop();
        await workshop.SimulateAsync(Repository.TwoSite);
        workshop.Write("rest.yaml", "runbook: v1\nname: rest\nsteps:\n  - { id: rest, delay: { for: 1s } }\n");
        for (var i = 0; i < 3; i++)
            Assert.Null(await workshop.RunAsync("run", "rest.yaml", "--environment", workshop.File("env.yaml")) is { Exit: not 0 } failed ? $"{failed}" : null);
        var key = (await workshop.RunAsync("serve", "--new-key", "dora", "--role", "viewer")).Out.Trim();
        var good = await workshop.RunAsync("verify", "all");
        var head = good.Out.Split("lines, the last ")[1].Split(';')[0];
        var server = workshop.Start("serve", "--urls", "http://127.0.0.1:0", "--environment", workshop.File("env.yaml"));
        Assert.True(await server.SaysAsync("listening at"));
        var address = server.Out.Split('\n').First(l => l.StartsWith("listening at", StringComparison.Ordinal))["listening at ".Length..].Trim();
        string[] there = ["--server", address, "--key-file", workshop.Write("key", key)];

        Assert.Equal(good.Out, (await workshop.RunAsync(["verify", "all", .. there])).Out);
        Assert.Null(await workshop.RunAsync(["verify", "all", "--register", head, .. there]) is { Exit: not 0 } wrong ? $"{head}: {wrong}" : null);
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={workshop.File("runs.db")};Pooling=false"))
        {
            connection.Open();
            using var change = connection.CreateCommand();
            change.CommandText = "delete from runs where key = 1; delete from entries where run = 2; delete from runs where key = 2; update entries set payload = replace(payload, 'rest', 'best') where run = 3 and sequence = 1";
            change.ExecuteNonQuery();
        }

        foreach (var more in (string[][])[[], ["--register", "9:0000"]])
        {
            var (here, over) = (await workshop.RunAsync(["verify", "all", .. more]), await workshop.RunAsync(["verify", "all", .. more, .. there]));
            Assert.Equal((1, 1), (here.Exit, over.Exit));
            Assert.Equal(here.Error, over.Error);
            Assert.Contains("is gone, and no retention removed it", over.Error);
            Assert.Contains("belong to no run", over.Error);
            Assert.Contains("was changed after it was written", over.Error);
            Assert.Equal((await workshop.RunAsync(["verify", "all", "--output", "json", .. more])).Out, (await workshop.RunAsync(["verify", "all", "--output", "json", .. more, .. there])).Out);
        }
    }

    [Fact]
    public async Task A_second_serve_on_the_same_file_is_refused_with_the_process_that_has_it()
    {
        await using var workshop = new Workshop();
        Assert.Equal(0, (await workshop.RunAsync("serve", "--new-key", "dora", "--role", "admin")).Exit);
        var first = workshop.Start("serve", "--urls", "http://127.0.0.1:0");
        Assert.True(await first.SaysAsync("listening at"));
        var second = await workshop.RunAsync("serve", "--urls", "http://127.0.0.1:0");
        Assert.True(second.Exit == 6, $"{second}");
        Assert.Contains(": process ", second.Error);
    }

    [Fact]
    public async Task A_journal_that_was_changed_by_hand_is_carried_on_by_no_command()
    {
        await using var workshop = new Workshop();
        workshop.Write("ask.yaml", "runbook: v1\nname: ask\nsteps:\n  - id: q\n    manual: { question: \"ready?\" }\n");
        var topology = Repository.File("examples/topologies/two-site.yaml");
        await workshop.SimulateAsync(topology);
        var ran = await workshop.RunAsync("run", "ask.yaml", "--environment", workshop.File("env.yaml"));
        Assert.True(ran.Exit == 5, $"{ran}");
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={workshop.File("runs.db")};Pooling=false"))
        {
            connection.Open();
            using var change = connection.CreateCommand();
            change.CommandText = "update entries set payload = replace(payload, 'ready?', 'ready!') where sequence = 1";
            change.ExecuteNonQuery();
        }

        foreach (var command in (string[][])[["resume", "latest"], ["rollback", "latest"], ["cancel", "latest"], ["answer", "latest", "q", "yes"]])
        {
            var refused = await workshop.RunAsync(command);
            Assert.True(refused.Exit == 1 && refused.Error.Contains("was changed after it was written", StringComparison.Ordinal), $"{command[0]}: {refused}");
        }

        Assert.Equal(1, (await workshop.RunAsync("verify", "all")).Exit);
    }

    [Fact]
    public async Task Control_characters_in_an_input_are_refused_and_in_a_reason_are_shown()
    {
        await using var workshop = new Workshop();
        workshop.Write("say.yaml", """
            runbook: v1
            name: say
            inputs:
              one: { type: string }
              many: { type: string, multiline: true, default: fine }
            steps:
              - id: say
                timeout: 5m
                command: { run: [printf, "\\033]0;owned\\007%s\\n12:00:00 FORGED succeeded\\n", "${{ inputs.one }}${{ inputs.many }}"] }
                rollback: { none: "a test" }
              - id: fail
                timeout: 5m
                command: { run: [sh, -c, "printf 'a\\033[2J\\r12:00:00 FORGED\\n' >&2; exit 1"] }
                rollback: { none: "a test" }
            """);
        var topology = Repository.File("examples/topologies/two-site.yaml");
        var refused = await workshop.RunAsync("run", "say.yaml", "--simulate", topology, "--input", "one=a\nb");
        var invalid = await workshop.RunAsync("run", "say.yaml", "--simulate", topology, "--input", "one=a", "--input", "many=a\nb");
        var ran = await workshop.RunAsync("run", "say.yaml", "--simulate", topology, "--input", "one=a");
        var shown = await workshop.RunAsync("show", "latest", "--events");
        Assert.Equal(3, refused.Exit);
        Assert.Contains("came out of an expression", invalid.Out);
        foreach (var text in new[] { refused.Out, refused.Error, invalid.Out, ran.Out, ran.Error, shown.Out })
        {
            Assert.DoesNotContain('\e', text);
            Assert.DoesNotContain(text.Split('\n'), l => l.StartsWith("12:00:00 FORGED", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Sessions_that_killed_processes_left_at_the_arrays_are_closed_by_the_next_one()
    {
        await using var workshop = new Workshop();
        workshop.Variables["XDG_DATA_HOME"] = workshop.Folder;
        var arrays = await workshop.SimulateAsync(Repository.TwoSite, "--speed", "10");
        async Task<int> SessionsAsync() =>
            (await arrays.ControlAsync("arrays")).GetProperty("data").EnumerateArray().Sum(a => a.GetProperty("sessions").GetInt32());
        var running = workshop.Start("run", Repository.Runbook("ur-split-backup-resync"), "--environment", arrays.Environment);
        for (var kill = 0; kill < 3; kill++)
        {
            await running.SaysAsync(kill == 0 ? "asks tokyo: split" : "taken up by");
            await running.SignalAsync("KILL");
            await running.EndAsync();
            Assert.InRange(await SessionsAsync(), 1, 4);
            running = workshop.Start("resume", "latest");
        }

        var last = await running.EndAsync();
        Assert.True(last.Exit == 0, $"{last}");
        Assert.Equal(0, await SessionsAsync());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(workshop.Folder, "runbook", "sessions")));
    }
}

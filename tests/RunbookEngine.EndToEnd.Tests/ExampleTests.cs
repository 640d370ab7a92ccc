using System.CommandLine.Parsing;
using RunbookEngine.Cli.Manuals;

namespace RunbookEngine.EndToEnd.Tests;

/// <summary>The help of every command has an example that does what it says.</summary>
public sealed class ExampleTests
{
    private const string Nightly = """
        runbook: v1
        name: nightly
        onFailure: hold
        inputs:
          app: { type: string, default: erp }
        targets:
          mirrors: { technology: universal-replicator, array: tokyo, copyGroups: ["${{ inputs.app }}-ur-02"] }
        steps:
          - id: split
            foreach: mirrors.copyGroups
            as: group
            pair.split: { on: "${{ group }}" }
        """;

    private const string Asking = """
        runbook: v1
        name: asking
        onFailure: hold
        steps:
          - id: mounted
            manual: { question: "Is it mounted?", choices: ["yes", "no"] }
          - id: go
            approve: { by: [akiko, ben], message: "Go?" }
          - id: agree
            approve: { by: [akiko, ben], message: "Agreed?" }
          - id: last
            manual: { question: "Anything else?" }
        """;

    [Fact]
    public async Task An_example_in_the_help_of_every_command_does_what_it_says()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        Lay(workshop);
        await File.AppendAllTextAsync(arrays.Environment, "\nbreakGlass: { by: [akiko, finn] }\n", TestContext.Current.CancellationToken);
        File.Copy(arrays.Environment, workshop.File("tokyo-osaka.yaml"));
        var played = new HashSet<string>();
        var address = "";

        // Before there is a run.
        await Play("runbook new nightly-split");
        await Play("runbook validate runbooks/dr-drill.yaml --output sarif", 0, 3);
        await Play("runbook plan nightly.yaml --environment env.yaml");
        await Play("runbook rehearse nightly.yaml --simulate site.yaml --input app=billing --seed 7 --case 'refuse:split[billing-ur-02]#1'");
        await Play("runbook eval 'split ${{ groups | array.size }} groups of ${{ inputs.app }}' --values values.json");
        await Play("runbook explain RB1503");
        await Play("runbook schema runbook > runbook.schema.json");
        await Play("runbook import-cci nightly-backup.sh --horcm horcm0.conf --horcm horcm1.conf --out imported", 0, 3);
        await Play("runbook import-ansible nightly.yml --vars site.yml --out imported", 0, 3);
        await Play("runbook pairs --environment tokyo-osaka.yaml");
        await Play("runbook completion bash > ~/.local/share/bash-completion/completions/runbook");
        await Play("runbook man --out ~/.local/share/man/man1");

        // A run that ends, and what is told of it.
        await Play("runbook run nightly.yaml --environment env.yaml --input app=billing --as akiko");
        await Play("runbook runs --outcome held needs-operator");
        await Play("runbook show latest");
        await Play("runbook report latest --out run.html");
        Assert.True(File.Exists(workshop.File("run.html")));
        await Play("runbook verify latest");
        await Play("runbook locks");
        await Play("runbook history nightly");
        await Play("runbook evidence latest --out drill.zip");
        Assert.True(File.Exists(workshop.File("drill.zip")));
        await Play("runbook note latest 'second path ordered' --owner ben --due 2027-03-31");
        await Play("runbook legal-hold latest --reason 'audit 2027-04'");
        await Play("runbook rollback latest --dry-run");

        // A run that waits for people.
        Assert.Equal(5, (await workshop.RunAsync("run", "asking.yaml", "--environment", "env.yaml", "--as", "olga")).Exit);
        await Play("runbook answer latest mounted yes --as akiko");
        await Play("runbook resume latest", 5);
        await Play("runbook tasks --as ben");
        await Play("runbook approve latest go --grant --as ben --reason 'checked with the DBA'");
        Assert.Equal(5, (await workshop.RunAsync("resume", "latest", "--as", "olga")).Exit);
        await Play("runbook break-glass latest agree --as akiko --reason 'Tokyo is lost, the coordinators cannot be reached'");
        await Play("runbook cancel latest --rollback --reason 'window is over'", 0, 4);

        // The store.
        await Play("runbook backup --store sqlite:/var/lib/runbook/runs.db --out /backup/runs-2026-11-22.db");
        await Play("runbook restore /backup/runs-2026-11-22.db --store sqlite:/var/lib/runbook/runs.db");

        // Arrays and a server that go on until they are stopped.
        await PlayUntil("runbook simulate examples/topologies/two-site.yaml --port 9443 --write-environment env.yaml", "control ", ("9443", "0"), ("env.yaml", "other.yaml"));
        workshop.Variables["RUNBOOK_KEY"] = (await Play("runbook serve --new-key akiko --role admin")).Out.Trim();
        var server = await PlayUntil("runbook serve --config server.yaml", "listening at ");
        address = server.Out.Split('\n')[0]["listening at ".Length..].Trim();
        await Play("runbook upload runbooks/*.yaml --server https://runbooks.example:8642");
        foreach (var thing in new[] { "keys", "schedules", "calendars", "webhooks", "environments", "delegations", "nodes" })
            await Play($"runbook {thing} --server https://runbooks.example:8642");
        // An editor that goes without saying so.
        await Play("runbook language-server --environment env.yaml", 1);

        var pages = CommandPage.OfProgram();
        Assert.Equal([], played.Except(pages.All.SelectMany(p => p.Examples)));
        Assert.Equal([], pages.Commands.Where(c => !c.Examples.Any(played.Contains)).Select(c => c.Path));

        async Task<CommandResult> Play(string example, params int[] exits)
        {
            var result = await Start(example, []).EndAsync();
            Assert.True((exits.Length == 0 ? [0] : exits).Contains(result.Exit), $"{example}: {result}");
            return result;
        }

        async Task<RunningCommand> PlayUntil(string example, string says, params (string Written, string Here)[] changes)
        {
            var process = Start(example, changes);
            Assert.True(await process.SaysAsync(says), process.HasExited ? $"{example}: {await process.EndAsync()}" : example);
            return process;
        }

        RunningCommand Start(string example, (string Written, string Here)[] changes)
        {
            played.Add(example);
            var restoring = example.StartsWith("runbook restore", StringComparison.Ordinal);
            var line = example.Split(" > ")[0].Replace("sqlite:/var/lib/runbook/runs.db", restoring ? $"sqlite:{workshop.File("restored.db")}" : workshop.Store, StringComparison.Ordinal)
                .Replace("/backup/", $"{workshop.Folder}/backup/", StringComparison.Ordinal).Replace("~/", $"{workshop.Folder}/", StringComparison.Ordinal)
                .Replace("https://runbooks.example:8642", address, StringComparison.Ordinal);
            foreach (var (written, here) in changes)
                line = line.Replace(written, here, StringComparison.Ordinal);
            // Quotes as a shell takes them.
            return workshop.Start([.. CommandLineParser.SplitCommandLine(line.Replace('\'', '"')).Skip(1)]);
        }
    }

    private static void Lay(Workshop workshop)
    {
        foreach (var folder in new[] { "runbooks", "examples/topologies" })
        {
            Directory.CreateDirectory(workshop.File(folder));
            foreach (var file in Directory.EnumerateFiles(Repository.File(folder), "*.yaml"))
                File.Copy(file, Path.Combine(workshop.File(folder), Path.GetFileName(file)));
        }

        File.Copy(Repository.TwoSite, workshop.File("site.yaml"));
        Directory.CreateDirectory(workshop.File("backup"));
        workshop.Write("nightly.yaml", Nightly);
        workshop.Write("asking.yaml", Asking);
        workshop.Write("server.yaml", "server: { urls: [\"http://127.0.0.1:0\"], environments: [env.yaml] }\n");
        workshop.Write("values.json", """{ "groups": ["erp-ur-01", "erp-ur-02"], "inputs": { "app": "erp" } }""");
        workshop.Write("site.yml", "copy_group: erp_ur\nvsp: { address: vsp1.example.com, username: runbook, password: \"{{ vault_password }}\" }\n");
        workshop.Write("nightly.yml", "- hosts: localhost\n  tasks:\n    - name: look\n      hitachivantara.vspone_block.vsp.hv_remote_copy_group_facts: { connection_info: \"{{ vsp }}\" }\n");
        workshop.Write("nightly-backup.sh", "#!/bin/sh\nexport HORCMINST=0\npairsplit -g ORA\npairevtwait -g ORA -s psus -t 600\npairresync -g ORA\n");
        workshop.Write("horcm0.conf", "HORCM_MON\nlocalhost 11000 1000 3000\nHORCM_CMD\n\\\\.\\CMD-400014\nHORCM_LDEV\nORA ora1 400014 00:10 0\nHORCM_INST\nORA localhost 11001\n");
        workshop.Write("horcm1.conf", "HORCM_MON\nlocalhost 11001 1000 3000\nHORCM_CMD\n\\\\.\\CMD-400014\nHORCM_LDEV\nORA ora1 400014 00:20\nHORCM_INST\nORA localhost 11000\n");
    }
}

using System.CommandLine;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Operations.Verifying;
using RunbookEngine.Persistence;
using RunbookEngine.Persistence.Backups;

namespace RunbookEngine.Cli.Commands;

internal sealed class BackupVerb : Verb
{
    private readonly Option<string> _out = new("--out") { Description = "The file to write; must not be there", HelpName = "FILE", Required = true };

    public BackupVerb(Desk desk)
        : base(desk, "backup", "Copy a SQLite store while it is used, and check every journal in the copy", "runbook backup --store sqlite:/var/lib/runbook/runs.db --out /backup/runs-2026-11-22.db") => Add(_out);

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var store = call.Store ?? RunStores.Default();
        if (SqliteBackups.FileOf(store) is not { } file)
            throw new CommandFailure(Exit.Usage, "only a SQLite store is copied by this command", "back a PostgreSQL store up with pg_dump --format=custom, restore it with pg_restore, and then check it with runbook verify all");
        var target = Path.GetFullPath(call.Get(_out)!);
        if (!File.Exists(file))
            throw new CommandFailure(Exit.Usage, $"there is no store {file}", "name it with --store");
        if (File.Exists(target))
            throw new CommandFailure(Exit.Refused, $"{target} is there already", "name another file");
        var draft = target + ".part";
        try
        {
            File.Delete(draft);
            await SqliteBackups.CopyAsync(file, draft, cancellationToken);
            StoreVerification found;
            await using (var copy = await RunStores.OpenAsync($"sqlite:{draft}", call.Clock, cancellationToken))
                found = await StoreVerification.OfAsync(copy, cancellationToken);
            File.Move(draft, target);
            return Tell(call, target, found);
        }
        finally
        {
            foreach (var left in (string[])[draft, draft + "-wal", draft + "-shm"])
                File.Delete(left);
        }
    }

    /// <summary>A broken journal is backed up too: it is evidence. But it is said.</summary>
    private static Exit Tell(Invocation call, string target, StoreVerification found)
    {
        if (call.Json)
            call.WriteJson(new JsonObject { ["file"] = target, ["runs"] = found.Runs, ["events"] = found.Events, ["broken"] = new JsonArray([.. found.Broken.Select(b => (JsonNode)b.Run.ToString())]) });
        else
            call.Out.WriteLine($"wrote {target}: {found.Runs} runs, {found.Events} events");
        foreach (var problem in found.Problems)
            call.Error.WriteLine($"error: {problem}");
        return found.IsGood ? Exit.Done : Exit.Failed;
    }
}

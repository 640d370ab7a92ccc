using System.CommandLine;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Verifying;
using RunbookEngine.Persistence;
using RunbookEngine.Persistence.Backups;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Commands;

internal sealed class RestoreVerb : Verb
{
    private readonly Argument<string> _file = new("FILE") { Description = "A copy that runbook backup wrote" };
    private readonly PersonOptions _person = new();

    public RestoreVerb(Desk desk)
        : base(desk, "restore", "Make a SQLite store from a backup: checks every journal, and holds the runs that had not ended", "runbook restore /backup/runs-2026-11-22.db --store sqlite:/var/lib/runbook/runs.db")
    {
        Add(_file);
        Add(_person.As);
    }

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        if (SqliteBackups.FileOf(call.Store ?? RunStores.Default()) is not { } target)
            throw new CommandFailure(Exit.Usage, "only a SQLite store is made by this command", "restore a PostgreSQL store with pg_restore, and then check it with runbook verify all");
        var file = Path.GetFullPath(call.Get(_file));
        if (!File.Exists(file))
            throw new CommandFailure(Exit.Usage, $"there is no file {file}");
        if (File.Exists(target))
            throw new CommandFailure(Exit.Refused, $"the store {target} is there already", "move it away, with its -wal and -shm files; nothing is written over");
        var draft = target + ".part";
        try
        {
            File.Delete(draft);
            await SqliteBackups.CopyAsync(file, draft, cancellationToken);
            var held = new List<RunId>();
            await using (var store = await RunStores.OpenAsync($"sqlite:{draft}", call.Clock, cancellationToken))
            {
                if (await StoreVerification.OfAsync(store, cancellationToken) is { IsGood: false } bad)
                    throw new CommandFailure(Exit.Failed, $"the backup cannot be trusted: {bad.Problems.First()}", "take another backup");
                held.AddRange(await HoldAsync(call, store, File.GetLastWriteTimeUtc(file), cancellationToken));
            }

            File.Move(draft, target);
            Tell(call, target, held);
            return Exit.Done;
        }
        finally
        {
            foreach (var left in (string[])[draft, draft + "-wal", draft + "-shm"])
                File.Delete(left);
        }
    }

    /// <summary>What these runs did after the backup is not known here: a person looks at the arrays before they go on.</summary>
    private async Task<IReadOnlyList<RunId>> HoldAsync(Invocation call, IRunStore store, DateTime of, CancellationToken cancellationToken)
    {
        var (people, held) = (new RunOperator(store, call.Clock), new List<RunId>());
        RunId? before = null;
        while (await store.ListAsync(new RunFilter(Before: before, Limit: 1000) { Open = true }, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var run in page.Where(r => r.Parent is null))
            {
                await people.HoldAsync(run.Id, $"the store was restored by {Who.Is(_person.Actor(call), _person.KnownBy(call))} from a backup of {of:yyyy-MM-dd HH:mm} UTC; what the run did after that is not in its journal", cancellationToken);
                held.Add(run.Id);
            }

            before = page[^1].Id;
        }

        return held;
    }

    private static void Tell(Invocation call, string target, IReadOnlyList<RunId> held)
    {
        if (call.Json)
        {
            call.WriteJson(new JsonObject { ["store"] = $"sqlite:{target}", ["held"] = new JsonArray([.. held.Select(h => (JsonNode)h.ToString())]) });
            return;
        }

        call.Out.WriteLine($"restored sqlite:{target}");
        foreach (var run in held)
            call.Out.WriteLine($"run {run} had not ended and is held: look at its pairs, then runbook resume {run} or runbook rollback {run}");
    }
}

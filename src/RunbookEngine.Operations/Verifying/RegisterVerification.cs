using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Verifying;

/// <summary>Whether every run that was started in a store is there or was removed on record, and nothing else is there.</summary>
/// <param name="Head">The last line; null for a store without one.</param>
/// <param name="Broken">What is wrong, a sentence each.</param>
public sealed record RegisterVerification(RegisterEntry? Head, IReadOnlyList<string> Broken)
{
    /// <param name="expected">A line that was noted down outside of the store, as <c>NUMBER:HASH</c>; null: none.</param>
    public static async Task<RegisterVerification> OfAsync(IRunJournal store, IRunRegister register, string? expected, CancellationToken cancellationToken)
    {
        // The head first, and the runs last: what is started meanwhile is past the head.
        var (head, wrong, last) = (await register.RegisterHeadAsync(cancellationToken), new List<string>(), (RegisterEntry?)null);
        var (there, seen) = (new Dictionary<RunId, string>(), expected is null);
        while (await register.ReadRegisterAsync(last?.Number ?? 0, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var line in page)
            {
                if (line != RegisterEntry.After(last, line.What, line.Run, line.Anchor))
                    wrong.Add($"line {line.Number} of the register was changed, or the line before it is gone");
                seen |= expected == line.ToString();
                if (line.What == RegisterEntry.Removed)
                    there.Remove(line.Run);
                else if (!there.TryAdd(line.Run, line.Anchor))
                    wrong.Add($"line {line.Number} of the register starts run {line.Run} a second time");
                last = line;
            }
        }

        if ((last?.Number ?? 0) < (head?.Number ?? 0))
            wrong.Add($"the register ends at line {last?.Number ?? 0}, and the store counts {head!.Number}");
        if (!seen)
            wrong.Add($"the register has no line {expected}: lines were taken away, or the register was written anew");
        foreach (var (run, anchor) in there)
        {
            var first = (await store.ReadAsync(run, 0, cancellationToken)).FirstOrDefault();
            if (first is null && (await register.ReadRegisterAsync(last!.Number, cancellationToken)).Any(l => l.Run == run))
                continue;
            if (first is null)
                wrong.Add($"run {run} was started in this store and is gone, and no retention removed it");
            else if (first.Hash != anchor)
                wrong.Add($"run {run} begins with another event than the one it was started with");
        }

        if (last is not null)
            await foreach (var run in StoreVerification.RunsAsync(store, cancellationToken))
            {
                if (!there.ContainsKey(run.Id) && (await register.ReadRegisterAsync(last.Number, cancellationToken)).All(l => l.Run != run.Id))
                    wrong.Add($"run {run.Id} is not in the register: nobody started it here");
            }

        wrong.AddRange(await register.FindOrphansAsync(cancellationToken));
        return new RegisterVerification(last, wrong);
    }
}

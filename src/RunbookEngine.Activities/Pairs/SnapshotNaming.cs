using System.Globalization;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Journal;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Pairs;

/// <summary>Gives each Thin Image snapshot to be created its mirror unit beforehand, so that it has a name (<c>pvolLdevId,muNumber</c>) in the
/// journal and the array refuses a second creation. Left to the array, a repeated request would make a second snapshot.</summary>
internal static class SnapshotNaming
{
    private const int LastMirrorUnit = 1023;

    /// <summary>The pairs under the names that this step gave them before, or under new ones. A snapshot of the group with the same P-VOL
    /// and S-VOL counts as made; one without S-VOL is always a new one.</summary>
    public static async Task<IReadOnlyList<NewPair>> NameAsync(
        StepContext step, ArrayFleet fleet, SeenGroup seen, IReadOnlyList<NewPair> wanted, CancellationToken cancellationToken)
    {
        var announced = UnitOperations.Of(step, seen.Unit).Where(o => o.Result != OperationResult.NoEffect)
            .SelectMany(o => o.Intent.Before).Select(b => b.Pair).Distinct().ToList();
        var named = new List<NewPair>();
        HashSet<string>? taken = null;
        foreach (var pair in wanted)
        {
            var name = announced.FirstOrDefault(n => PvolOf(n) == pair.Pvol) ?? Existing(seen, pair);
            if (name is null)
            {
                taken ??= await TakenAsync(fleet[seen.Unit.Target.Array], cancellationToken);
                name = Free(pair.Pvol, taken);
                taken.Add(name);
            }
            announced.Remove(name);
            named.Add(pair with { Name = name, MirrorUnit = int.Parse(name[(name.IndexOf(',') + 1)..], CultureInfo.InvariantCulture) });
        }
        return named;
    }

    private static string? Existing(SeenGroup seen, NewPair pair) => pair.Svol is null ? null
        : seen.All.FirstOrDefault(p => p.Reading.PvolLdev == pair.Pvol && p.Reading.SvolLdev == pair.Svol)?.Name;

    /// <summary>Every snapshot of the array: a mirror unit belongs to the P-VOL, whatever group its snapshot is in.</summary>
    private static async Task<HashSet<string>> TakenAsync(ArrayClient array, CancellationToken cancellationToken)
    {
        var groups = await array.ListCopyGroupsAsync(Technology.ThinImage, null, null, cancellationToken);
        var read = await Task.WhenAll(groups.Select(g => array.ReadCopyGroupAsync(g, PairReadOptions.Default, cancellationToken)));
        return [.. read.OfType<CopyGroup>().SelectMany(g => g.Pairs).Select(p => p.Ref.Name)];
    }

    private static string Free(int pvol, HashSet<string> taken)
    {
        var unit = Enumerable.Range(0, LastMirrorUnit + 1).Cast<int?>().FirstOrDefault(mu => !taken.Contains($"{pvol},{mu}"));
        return unit is null ? throw new InvalidPairRequestException($"P-VOL {pvol} has {LastMirrorUnit + 1} snapshots already; delete some") : $"{pvol},{unit}";
    }

    private static int? PvolOf(string name) => int.TryParse(name.Split(',')[0], out var pvol) ? pvol : null;
}

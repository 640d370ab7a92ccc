using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.ResourceGroups;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.RemoteSetup;

/// <summary>Settings and size of a journal.</summary>
internal static class JournalChanges
{
    public static SimResponse Change(Call call)
    {
        var journal = JournalEndpoints.Find(call);
        var body = call.Body();
        var watch = body.Int("dataOverflowWatchInSeconds", 0, 600);
        var cache = body.Flag("isCacheModeEnabled");
        var speed = body.Int("copySpeed", 3, 256);
        _ = body.Flag("isInflowControlEnabled");
        var mirror = body.Object("mirrorUnit");
        body.Done();
        var mu = mirror?.RequiredInt("muNumber", 0, 3);
        var pace = mirror?.Choice("copyPace", "L", "M", "H");
        var paths = mirror?.Int("pathBlockadeWatchInMinutes", 0, 60);
        mirror?.Done();
        if (speed is not (null or 3 or 10 or 100 or 256))
            throw BodyFields.Invalid("copySpeed");
        return Accept(call, journal, "change", () =>
        {
            // The manual: copySpeed can't be changed while anybody holds a resource lock, the own session included.
            if (speed is not null && LockService.Living(call.Array) is [var held, ..])
                return ArrayError.ResourceLocked($"copySpeed can't be changed while the resources are locked. (userId = {held.Owner})");
            journal.DataOverflowWatchInSeconds = watch ?? journal.DataOverflowWatchInSeconds;
            journal.CacheMode = cache ?? journal.CacheMode;
            journal.CopySpeed = speed ?? journal.CopySpeed;
            if (mu is { } number)
            {
                var settings = journal.Mirrors[number];
                settings.CopyPace = pace ?? settings.CopyPace;
                settings.PathBlockadeWatchInMinutes = paths ?? settings.PathBlockadeWatchInMinutes;
            }
            return null;
        });
    }

    public static SimResponse Resize(Call call, bool expand)
    {
        var journal = JournalEndpoints.Find(call);
        var ldevs = JournalEndpoints.Ldevs(call.Parameters());
        return Accept(call, journal, expand ? "expand" : "shrink", () => expand ? Expand(call.Array, journal, ldevs) : Shrink(call.Array, journal, ldevs));
    }

    public static SimResponse AssignMpBlade(Call call)
    {
        var journal = JournalEndpoints.Find(call);
        var body = call.Parameters();
        _ = body.RequiredInt("mpBladeId", 0, 127);
        body.Done();
        return Accept(call, journal, "assign-mp-blade", () => null);
    }

    public static SimResponse Delete(Call call)
    {
        var journal = JournalEndpoints.Find(call);
        call.Body().Done();
        return Accept(call, journal, "delete", () =>
        {
            if (InUse(call.Array, journal))
                return ArrayError.Rejected("The journal is used by a mirror.", "2E10", "8011");
            foreach (var id in journal.LdevIds.Where(call.Array.Volumes.ContainsKey))
                call.Array.Volumes[id].JournalId = null;
            call.Array.Journals.Remove(journal.JournalId);
            return null;
        });
    }

    public static bool InUse(SimulatedArray array, Journal journal) =>
        array.RemoteCopies.Groups.Any(g => g.Technology == "UR" && g.JournalAt(array) == journal.JournalId && g.PairsAt(array).Count > 0);

    private static ArrayError? Expand(SimulatedArray array, Journal journal, IReadOnlyList<int> ldevs)
    {
        if (journal.LdevIds.Count + ldevs.Count > JournalEndpoints.MaxLdevs)
            return ArrayError.Rejected("The journal has no room for more volumes.", "2E10", "8012");
        if (JournalEndpoints.Refuse(array, ldevs) is { } error)
            return error;
        foreach (var id in ldevs)
        {
            array.Volumes[id].JournalId = journal.JournalId;
            journal.LdevIds.Add(id);
            journal.CapacityBytes += array.Volumes[id].SizeBytes;
        }
        return null;
    }

    private static ArrayError? Shrink(SimulatedArray array, Journal journal, IReadOnlyList<int> ldevs)
    {
        if (!ldevs.All(journal.LdevIds.Contains) || ldevs.Count == journal.LdevIds.Count)
            return ArrayError.Rejected("The volumes are not of this journal, or they are its last.", "2E10", "8013");
        if (InUse(array, journal))
            return ArrayError.Rejected("The journal is used by a mirror.", "2E10", "8011");
        foreach (var id in ldevs)
        {
            array.Volumes[id].JournalId = null;
            journal.LdevIds.Remove(id);
            journal.CapacityBytes -= array.Volumes[id].SizeBytes;
        }
        return null;
    }

    private static SimResponse Accept(Call call, Journal journal, string action, Func<ArrayError?> act) => call.Accept(new JobPlan
    {
        Action = action,
        ObjectType = JournalEndpoints.Type,
        ObjectId = call["id"],
        Execute = () =>
        {
            if (call.Array.FindJournal(journal.JournalId) != journal)
                return JobResult.Fail(Refusal.NoSuchObject("journalId = " + journal.JournalId).Error);
            if (act() is { } error)
                return JobResult.Fail(error);
            call.World.LinksChanged();
            return JobResult.Done(JournalEndpoints.Url(journal.JournalId));
        },
    });
}

using RunbookEngine.Activities.Commands;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Delays;
using RunbookEngine.Activities.Notices;
using RunbookEngine.Activities.Pairs;
using RunbookEngine.Activities.People;
using RunbookEngine.Activities.Tickets;
using RunbookEngine.Activities.Volumes;
using RunbookEngine.Activities.Web;

namespace RunbookEngine.Activities;

/// <summary>Every verb but <c>call</c> and the containers, which the engine carries out itself.</summary>
public sealed class ActivityCatalog : IActivityCatalog
{
    private readonly Dictionary<string, IActivity> _activities;

    /// <param name="connections">The arrays.</param>
    /// <param name="web">Web services, for <c>http</c> and webhooks.</param>
    /// <param name="tickets">Change tickets.</param>
    /// <param name="tellsApprovers">Open approvals are told over their channels from here; false: a server tells of them.</param>
    /// <param name="others">Further verbs, or others in place of the ones here.</param>
    public ActivityCatalog(
        ArrayConnections connections, WebClients web, TicketSystems tickets, IReadOnlyDictionary<string, IActivity>? others = null,
        bool tellsApprovers = false)
    {
        var pairs = new PairOperationActivity(connections);
        _activities = new Dictionary<string, IActivity>
        {
            ["pair.split"] = pairs,
            ["pair.resync"] = pairs,
            ["pair.restore"] = pairs,
            ["pair.create"] = pairs,
            ["pair.delete"] = pairs,
            ["pair.takeover"] = pairs,
            ["pair.swapResync"] = pairs,
            ["pair.wait"] = new PairWaitActivity(connections),
            ["pair.assert"] = new PairAssertActivity(connections),
            ["pair.snapshot"] = new PairSnapshotActivity(connections),
            ["volume.map"] = new VolumeMapActivity(connections),
            ["volume.unmap"] = new VolumeMapActivity(connections),
            ["volume.reserve"] = new VolumeIdentityActivity(connections),
            ["volume.virtualId"] = new VolumeIdentityActivity(connections),
            ["checkpoint"] = new CheckpointActivity(connections),
            ["command"] = new CommandActivity(),
            ["http"] = new HttpActivity(web),
            ["approve"] = new ApproveActivity(tellsApprovers ? new NoticeChannels(web) : null),
            ["manual"] = new ManualActivity(),
            ["unresolved"] = new UnresolvedActivity(),
            ["delay"] = new DelayActivity(),
            ["notify"] = new NotifyActivity(web),
            ["ticket.require"] = new TicketRequireActivity(tickets),
            ["ticket.update"] = new TicketUpdateActivity(tickets),
        };
        foreach (var (verb, activity) in others ?? new Dictionary<string, IActivity>())
        {
            _activities[verb] = activity;
        }
    }

    /// <summary>The verbs it knows.</summary>
    public IReadOnlyCollection<string> Verbs => _activities.Keys;

    public IActivity Find(string verb) => _activities.TryGetValue(verb, out var activity)
        ? activity : throw new KeyNotFoundException($"no activity carries out '{verb}'; there are: {string.Join(", ", _activities.Keys)}");
}

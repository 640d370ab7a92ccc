using RunbookEngine.Simulator.Pairs;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.RemoteCopies;

/// <summary>The copy group or the single pair a request names, seen from the array that is asked.</summary>
/// <param name="Alone">The NotSpecified form: only what this array knows, without the partner.</param>
internal sealed record RemoteTarget(string Type, string Id, SimulatedArray Array, RemoteGroup Group, RemotePair? Pair, bool Alone)
{
    public const string Unspecified = "NotSpecified";

    /// <summary>Looked up when the job runs: pairs may have come and gone since the request.</summary>
    public IReadOnlyList<RemoteSide> Members =>
        Pair is null ? [.. Group.PairsAt(Array).Select(p => p.At(Array))] : Pair.At(Array).Exists ? [Pair.At(Array)] : [];

    /// <summary>A consistency group acts as one when it is named as a copy group.</summary>
    public bool Together => Pair is null && Members.All(s => s.Pair.ConsistencyGroup is not null);

    public string Url => Call.Base + Type + "/" + Id;

    /// <summary>Finds what the id names and checks the right to touch the partner.</summary>
    /// <remarks>Source: REST API guide MK-98RD9014, getting information about a specific remote copy group (NotSpecified).</remarks>
    public static RemoteTarget Find(Call call, bool ofPair, bool aloneAllowed)
    {
        var id = call["id"];
        var parts = id.Split(',');
        if (parts.Length != (ofPair ? 5 : 4) || parts.Any(p => p.Length == 0))
            throw Refusal.NoSuchObject((ofPair ? "remoteMirrorCopyPairId = " : "remoteMirrorCopyGroupId = ") + id);
        var alone = parts[0] == Unspecified && parts[3] == Unspecified;
        if (alone && !aloneAllowed)
            throw Refusal.BadRequest($"{Unspecified} can't be used for this operation.");
        var group = call.Array.RemoteCopies.Find(parts[1]);
        if (group is null || group.DeviceGroupAt(call.Array) != parts[2]
            || (!alone && (group.PartnerOf(call.Array).StorageDeviceId != parts[0] || group.DeviceGroupAt(group.PartnerOf(call.Array)) != parts[3])))
        {
            if (!alone && call.World.FindById(parts[0]) is { } partner && partner != call.Array)
                Partner.Require(call, partner);
            throw Vanished(call, id);
        }
        var partnerUser = alone ? null : Partner.Require(call, group.PartnerOf(call.Array));
        var pair = ofPair ? group.PairsAt(call.Array).FirstOrDefault(p => p.Name == parts[4]) ?? throw Refusal.NoSuchObject("remoteMirrorCopyPairId = " + id) : null;
        if (!Seen(call, pair is null ? group.PairsAt(call.Array) : [pair], partnerUser))
            throw Vanished(call, id);
        return new RemoteTarget(ofPair ? RemoteMirrorEndpoints.PairsType : RemoteMirrorEndpoints.Groups, id, call.Array, group, pair, alone);
    }

    /// <summary>The caller may touch the volumes here, and the partner's user, if there is one, those over there.</summary>
    public static bool Seen(Call call, IReadOnlyList<RemotePair> pairs, UserSpec? partnerUser) =>
        call.User.MayUse(pairs.Select(p => p.At(call.Array).Volume))
        && (partnerUser is null || partnerUser.MayUse(pairs.Select(p => p.PartnerOf(p.At(call.Array)).Volume)));

    public string LinkOf(RemoteSide side) =>
        Call.Base + RemoteMirrorEndpoints.PairsType + "/" + RemoteJson.GroupId(Group, Array, Alone) + "," + side.Pair.Name;

    public JobPlan Plan(string action, Func<Command<RemoteSide>> command) => new()
    {
        Action = action,
        ObjectType = Type,
        ObjectId = Id,
        CopyGroup = Group.Name,
        Pair = Pair?.Name,
        Key = Group,
        PassesLocks = action != "delete",
        Execute = () => Members.Count == 0 ? JobResult.Fail(Refusal.NoSuchObject(Id).Error) : command().Run(),
    };

    public Command<RemoteSide> Command(Func<RemoteSide, Verdict> judge, Action<IReadOnlyList<RemoteSide>> act, Func<RemoteSide, Ended?> until) => new()
    {
        Members = Members,
        Together = Together,
        Judge = judge,
        Act = act,
        Until = until,
        Name = s => s.Pair.Name,
        LinkOf = LinkOf,
        Affected = Url,
    };

    private static Refusal Vanished(Call call, string id) => new(
        call.World.Switches.VanishedGroupStatus,
        new("KART40041-E", $"The instance can't be operated. (remoteMirrorCopyGroupId = {id})", "The copy group does not exist.", "Read the list of copy groups."));
}

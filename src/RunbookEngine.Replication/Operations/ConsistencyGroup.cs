namespace RunbookEngine.Replication.Operations;

/// <summary>Membership of a consistency group, as asked for by a create or a resync.</summary>
/// <param name="Member">True registers the pair; false (resync of a TC or GAD group) takes it out.</param>
/// <param name="Id">0 to 255; null lets the array choose one.</param>
public sealed record ConsistencyGroup(bool Member, int? Id = null);

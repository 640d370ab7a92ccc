namespace RunbookEngine.Plans;

/// <summary>A copy group of a target, as the target's array names it.</summary>
/// <param name="Name">The copy group's name; for Thin Image the snapshot group's.</param>
/// <param name="LocalDeviceGroup">Device group on the target's array (SI: of the P-VOLs); empty for Thin Image.</param>
/// <param name="RemoteDeviceGroup">Device group on the partner array (SI: of the S-VOLs); empty for Thin Image.</param>
public sealed record PlanCopyGroup(string Name, string LocalDeviceGroup = "", string RemoteDeviceGroup = "");

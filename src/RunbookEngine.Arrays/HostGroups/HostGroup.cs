namespace RunbookEngine.Arrays.HostGroups;

/// <summary>A host group of a port.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Getting host group information".</remarks>
public sealed record HostGroup(string PortId, int Number, string? Name);

/// <summary>A host group as the array spells it.</summary>
internal sealed record HostGroupResponse(string? PortId, int? HostGroupNumber, string? HostGroupName);

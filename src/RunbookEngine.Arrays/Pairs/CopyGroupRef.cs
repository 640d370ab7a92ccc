using System.Text.Json.Serialization;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.Pairs;

/// <summary>Names a copy group as seen from one array. Thin Image: a snapshot group.</summary>
/// <remarks>The arrays' remote ids depend on the array that is asked; <see cref="SeenFrom"/> turns one into the other.
/// A device group's name says nothing about who holds the P-VOLs: after a swap the names stay and the roles move.</remarks>
public sealed record CopyGroupRef
{
    public required Technology Technology { get; init; }

    /// <summary>The array these names are seen from.</summary>
    public required string StorageDeviceId { get; init; }

    /// <summary>1 to 31 characters, case-sensitive; Thin Image 1 to 32.</summary>
    public required string Name { get; init; }

    /// <summary>The device group on this array; ShadowImage: the one of the P-VOLs; Thin Image: null.</summary>
    public string? DeviceGroup { get; init; }

    /// <summary>The device group on the partner; ShadowImage: the one of the S-VOLs; Thin Image: null.</summary>
    public string? PartnerDeviceGroup { get; init; }

    /// <summary>The other array of TC, UR and GAD; null inside one array.</summary>
    public string? PartnerStorageDeviceId { get; init; }

    /// <summary>True for the group that another reference of this type names from the other side.</summary>
    public bool IsSameGroup(CopyGroupRef other) => this == other || (PartnerStorageDeviceId is { } partner && SeenFrom(partner) == other);

    /// <summary>One text for the group whichever array names it; a key for locks and dictionaries.</summary>
    [JsonIgnore]
    public string Key
    {
        get
        {
            if (PartnerStorageDeviceId is null)
            {
                return $"{Technology.WireName()}:{StorageDeviceId}:{Name}";
            }
            var first = string.CompareOrdinal(StorageDeviceId, PartnerStorageDeviceId) <= 0;
            return $"{Technology.WireName()}:{(first ? StorageDeviceId : PartnerStorageDeviceId)}"
                + $":{(first ? PartnerStorageDeviceId : StorageDeviceId)}:{Name}";
        }
    }

    /// <summary>A group with the arrays' default device-group names: <c>{name}P_</c> and <c>{name}S_</c>.</summary>
    /// <param name="technology">Decides whether a partner is needed.</param>
    /// <param name="storageDeviceId">The array that holds the P-VOLs when the group is created.</param>
    /// <param name="name">The copy group.</param>
    /// <param name="partnerStorageDeviceId">The other array; for TC, UR and GAD only.</param>
    public static CopyGroupRef Of(Technology technology, string storageDeviceId, string name, string? partnerStorageDeviceId = null)
    {
        if (technology.IsRemote() != partnerStorageDeviceId is not null)
        {
            throw new ArgumentException(
                $"copy group {name}: a {technology.RunbookName()} group needs {(technology.IsRemote() ? "a" : "no")} partner array");
        }
        var named = technology != Technology.ThinImage;
        return new CopyGroupRef
        {
            Technology = technology,
            StorageDeviceId = storageDeviceId,
            Name = name,
            DeviceGroup = named ? name + "P_" : null,
            PartnerDeviceGroup = named ? name + "S_" : null,
            PartnerStorageDeviceId = partnerStorageDeviceId,
        };
    }

    /// <summary>The same group as the given array names it.</summary>
    /// <exception cref="ArgumentException">The group has no volumes on that array.</exception>
    public CopyGroupRef SeenFrom(string storageDeviceId)
    {
        if (storageDeviceId == StorageDeviceId)
        {
            return this;
        }
        if (storageDeviceId != PartnerStorageDeviceId)
        {
            throw new ArgumentException($"copy group {Name} is not on array {storageDeviceId}; it is on {StorageDeviceId}"
                + (PartnerStorageDeviceId is null ? "" : $" and {PartnerStorageDeviceId}"));
        }
        return this with
        {
            StorageDeviceId = storageDeviceId,
            PartnerStorageDeviceId = StorageDeviceId,
            DeviceGroup = PartnerDeviceGroup,
            PartnerDeviceGroup = DeviceGroup,
        };
    }
}

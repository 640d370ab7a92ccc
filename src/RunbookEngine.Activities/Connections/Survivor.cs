using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Connections;

/// <summary>Which of the two arrays of a remote copy is left when a request to one of them failed: the one that can be asked alone.</summary>
internal static class Survivor
{
    /// <param name="group">Names both arrays.</param>
    /// <param name="asked">The array that the request went to.</param>
    /// <returns>Null when the failure is nobody's absence, or when there is no other array.</returns>
    public static ArrayClient? Of(ArrayFleet fleet, CopyGroupRef group, ArrayClient asked, ArrayError error)
    {
        if (!group.Technology.IsRemote() || group.PartnerStorageDeviceId is null)
        {
            return null;
        }
        if (error.PartnerGone)
        {
            return asked;
        }
        if (!error.IsSilence && error.Kind != ArrayErrorKind.Busy)
        {
            return null;
        }
        // The failure may be the session's that the request needs at the partner.
        return error.Array != asked.Name ? asked
            : fleet.ByStorageDeviceId(asked.StorageDeviceId == group.StorageDeviceId ? group.PartnerStorageDeviceId : group.StorageDeviceId);
    }

    /// <summary>The array that does not answer, by alias; null when it is not a matter of that.</summary>
    public static string? Absent(ArrayFleet fleet, CopyGroupRef group, ArrayClient asked, ArrayError error) =>
        Of(fleet, group, asked, error) is not { } left ? null
        : left == asked ? fleet.ByStorageDeviceId(asked.StorageDeviceId == group.StorageDeviceId ? group.PartnerStorageDeviceId! : group.StorageDeviceId)?.Name
            ?? group.PartnerStorageDeviceId
        : asked.Name;
}

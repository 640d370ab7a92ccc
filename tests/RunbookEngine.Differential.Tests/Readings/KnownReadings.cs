using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Differential.Tests.Readings;

/// <summary>Where the manuals leave two readings, or one room leaves something out: what the model says, what the simulator says by itself,
/// and how the two are brought to the same question.</summary>
/// <param name="Switch">Simulator switch set to the model's reading; null where the requests are kept out of the comparison.</param>
internal sealed record KnownReading(string Question, string Model, string Simulator, string? Switch, string Source);

internal static class KnownReadings
{
    /// <summary>The switches of the table, set.</summary>
    public static SwitchOptions Switches { get; } = new()
    {
        SwapResyncOfPairedRejected = true,
        SnapshotCreateAgainRejected = true,
        SvolErrorShowsPsus = true,
    };

    public static IReadOnlyList<KnownReading> All { get; } =
    [
        new("swap resync of a pair in COPY or PAIR", "refused: it starts from SSWS or SSUS", "success, nothing done, as any resync",
            nameof(SwitchOptions.SwapResyncOfPairedRejected), "CCI guide, pair commands and states; REST API guide, resynchronizing: start states of doSwapSvol"),
        new("takeover of a TC or UR pair in COPY whose P-VOL is known", "refused: the S-VOL's data is of no use", "refused, or carried out (takeoverFromCopy)", null,
            "CCI guide, horctakeover, state 15: SVOL takeover with EX_VOLCUR; the REST page of the takeover action was not readable"),
        new("creation of a snapshot whose mirror unit has one", "refused: the mirror unit is in use", "as the CCI table: nothing done, or splits with autoSplit",
            nameof(SwitchOptions.SnapshotCreateAgainRejected), "Thin Image guide, results of pair commands; REST API guide, creating a Thin Image pair"),
        new("P-VOL of a TC or UR pair whose S-VOL failed", "PSUS", "PSUE", nameof(SwitchOptions.SvolErrorShowsPsus),
            "CCI guide, UR status table (PSUS / PSUE); TrueCopy guide (PSUE / PSUE)"),
        new("creation over an existing SI, TC, UR or GAD pair", "refused", "refused (409, the name is in use)", null,
            "CCI guide has success without effect in COPY and PAIR; a REST creation names volumes and a pair that are in use"),
        new("deletion where no pair is", "success, nothing done", "404: there is no object to name", null, "CCI guide, row SMPL; REST API guide, error codes"),
        new("one UR pair alone", "not to be operated", "the pair endpoints work", null, "REST API guide, workflow for TC and UR pairs; clients in the field"),
        new("takeover asked of the P-VOL's array", "refused", "nothing done, or lifts the fence", null, "CCI guide, horctakeover on a P-VOL"),
        new("clone of a pair without the clone attribute", "cannot tell: the state has no attribute", "refused", null, "REST API guide, cloning Thin Image pairs"),
        new("GAD pair that waits for its turn (INIT)", "a row of its own", "shown as COPY", null, "REST API guide, pair status of global-active device"),
        new("GAD pair that loses the quorum disk just after its copy began", "suspended, or it goes on: an event of its own", "suspended",
            null, "global-active device guide, path failure, primary to external storage system, note on COPY"),
        new("the half of a pair that stays when it is deleted at the P-VOL's array without paths", "no row", "stays as it was until it is deleted too", null,
            "no page read describes it"),
        new("host access of a side that was split or taken over on its own while the paths were down", "the least of what is possible",
            "what that split asked for", null, "no status word shows it"),
        new("auto takeover of a group whose pairs differ in status", "each pair for itself", "exchanges the roles only when every pair can", null,
            "CCI guide, horctakeover: the swap is tried for the whole group"),
    ];
}

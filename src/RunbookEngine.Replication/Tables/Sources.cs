namespace RunbookEngine.Replication.Tables;

/// <summary>The manual pages the tables are taken from.</summary>
internal static class Sources
{
    private const string Rest = "REST API guide MK-98RD9014";
    private const string Cci = "Command Control Interface guide MK-90RD011";
    private const string Si = "ShadowImage guide MK-98RD9021";
    private const string Tc = "TrueCopy guide MK-98RD9022";
    private const string Gad = "global-active device guide MK-23VSP1B011";
    private const string Ti = "Thin Image guide MK-98RD9020";

    public static Source RestSiStatus { get; } = new(Rest, "Pair status (ShadowImage)");
    public static Source RestSiCreate { get; } = new(Rest, "Creating ShadowImage pairs");
    public static Source RestSiRestore { get; } = new(Rest, "Restoring ShadowImage pairs");
    public static Source RestSplit { get; } = new(Rest, "Splitting TrueCopy or Universal Replicator pairs");
    public static Source RestCreate { get; } = new(Rest, "Creating a TrueCopy or Universal Replicator pair");
    public static Source RestResync { get; } = new(Rest, "Resynchronizing TrueCopy or Universal Replicator pairs");
    public static Source RestRemoteStatus { get; } = new(Rest, "Pair status (TrueCopy and Universal Replicator)");
    public static Source RestTakeover { get; } = new(Rest, "Takeover of remote copy groups");
    public static Source RestGadWorkflow { get; } = new(Rest, "Workflow for operating global-active device pairs");
    public static Source RestGadStatus { get; } = new(Rest, "Pair status (global-active device)");
    public static Source RestTiCreate { get; } = new(Rest, "Creating a Thin Image pair");
    public static Source RestTiStatus { get; } = new(Rest, "Pair status (Thin Image)");
    public static Source RestTiClone { get; } = new(Rest, "Cloning Thin Image pairs");

    public static Source CciCommands { get; } = new(Cci, "state of a pair and the commands it takes");
    public static Source CciStatus { get; } = new(Cci, "pair status definitions, tables 3-12, 6-3, 6-4");
    public static Source CciTakeover { get; } = new(Cci, "horctakeover, state table of the S-VOL");

    public static Source SiTasks { get; } = new(Si, "pair status and tasks");
    public static Source SiOperations { get; } = new(Si, "splitting, resynchronizing and restoring pairs");
    public static Source SiSplit { get; } = new(Si, "splitting ShadowImage pairs");
    public static Source SiConsistency { get; } = new(Si, "using consistency group pair split with shared volumes");
    public static Source SiSharing { get; } = new(Si, "sharing volumes with other program products");

    public static Source TcFence { get; } = new(Tc, "fence level options");
    public static Source TcStatus { get; } = new(Tc, "pair status definitions");
    public static Source UrStatus { get; } = new("Universal Replicator guide", "pair status definitions, suspend types");
    public static Source UrDelta { get; } = new("Universal Replicator guide", "conditions for delta resync operations; statuses HOLD, HOLDING, HLDE");
    public static Source UrUnit { get; } =
        new(Rest, "Workflow for operating TrueCopy pairs or Universal Replicator pairs");

    public static Source GadStatus { get; } = new(Gad, "pair status and I/O mode");
    public static Source GadOperations { get; } = new(Gad, "pair operations");

    public static Source GadQuorum { get; } = new(Gad, "pair condition and recovery: path failure, primary to external storage system");
    public static Source GadStoppage { get; } = new(Gad, "quorum disk and server I/O");
    public static Source GadDelete { get; } = new(Gad, "deleting pairs");
    public static Source GadSiteAndQuorum { get; } = new(Gad, "recovering from primary site failure with external storage system");

    public static Source TiCommands { get; } = new(Ti, "pair status and CCI command results");
    public static Source TiSharing { get; } = new(Ti, "sharing volumes with other program products");
}

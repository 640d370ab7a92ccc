namespace RunbookEngine.Simulator.Topologies;

/// <summary>The section <c>faults:</c>; the same keys are accepted at the control address.</summary>
internal static class FaultReader
{
    public static readonly string[] Changes = ["split", "resync", "swap", "takeover", "delete", "error"];

    public static FaultSpec Fault(Fields f)
    {
        var kind = f.Choice("kind", "", [.. FaultKinds.All]);
        if (!f.Has("kind"))
            f.Missing("kind");
        var lasts = f.Duration("for");
        var nth = f.Whole("nth", 1, 1_000_000);
        var skip = f.Whole("skip", 0, 1_000_000);
        if (nth is not null && skip is not null)
            f.Mistakes.Add(f.At("skip"), "'nth' and 'skip' say the same", "Keep one: 'nth: 3' is 'skip: 2'.");
        // A fault that lasts for a while happens to every request of that while.
        var lasting = lasts is not null && FaultKinds.OfRequests.Contains(kind) && kind != FaultKinds.AnswerSlow;
        var fault = new FaultSpec
        {
            Kind = kind,
            Array = f.TextOrNull("array"),
            Controller = f.Whole("controller", 1, 2),
            Method = f.TextOrNull("method"),
            Path = f.TextOrNull("path"),
            PathContains = f.TextOrNull("pathContains"),
            Action = f.TextOrNull("action"),
            CopyGroup = f.TextOrNull("copyGroup"),
            Pair = f.TextOrNull("pair"),
            Skip = skip ?? nth - 1 ?? 0,
            Times = f.TextOrNull("times") is "always" ? null : f.Whole("times", 1, 1_000_000) ?? (lasting ? null : 1),
            Probability = f.Number("probability", 0.000001, 1) ?? 1,
            Seed = f.Whole("seed", 0, int.MaxValue),
            At = f.Duration("at"),
            For = lasts,
            Change = f.Has("change") ? f.Choice("change", "split", Changes) : null,
            AfterEffect = f.Flag("afterEffect") ?? false,
            Owner = f.TextOrNull("owner"),
            PoolId = f.Whole("pool", 0, 127),
            QuorumDisk = f.Whole("quorumDisk", 0, 31),
            Status = f.Whole("status", 400, 599),
            MessageId = f.TextOrNull("messageId"),
        };
        Check(f, fault);
        f.Done();
        return fault;
    }

    private static void Check(Fields f, FaultSpec fault)
    {
        void Needs(string key, bool there)
        {
            if (!there)
                f.Mistakes.Add(f.Place, $"a fault '{fault.Kind}' needs '{key}'", $"Add '{key}: ...'.");
        }

        switch (fault.Kind)
        {
            case FaultKinds.AnswerSlow:
                Needs("for", fault.For is not null);
                break;
            case FaultKinds.ForeignChange:
                Needs("copyGroup", fault.CopyGroup is not null);
                Needs("change", fault.Change is not null);
                break;
            case FaultKinds.PairError:
                Needs("copyGroup", fault.CopyGroup is not null);
                break;
            case FaultKinds.PoolThreshold or FaultKinds.PoolFull:
                Needs("array", fault.Array is not null);
                Needs("pool", fault.PoolId is not null);
                break;
            case FaultKinds.ArrayGone or FaultKinds.ArraySilent or FaultKinds.ManagementGone or FaultKinds.SessionsThrownOut or FaultKinds.LockHeld
                or FaultKinds.ControllerRestart:
                Needs("array", fault.Array is not null);
                break;
        }
    }
}

namespace RunbookEngine.Simulator.Topologies;

/// <summary>The section <c>faults:</c>; the same keys are accepted at the control address.</summary>
internal static class FaultReader
{
    public static FaultSpec Fault(Fields f)
    {
        var fault = new FaultSpec
        {
            Kind = f.Choice("kind", "", [.. FaultKinds.All]),
            Array = f.TextOrNull("array"),
            Method = f.TextOrNull("method"),
            PathContains = f.TextOrNull("pathContains"),
            Action = f.TextOrNull("action"),
            CopyGroup = f.TextOrNull("copyGroup"),
            Pair = f.TextOrNull("pair"),
            Skip = f.Whole("skip", 0, 1_000_000) ?? 0,
            Times = f.TextOrNull("times") is "always" ? null : f.Whole("times", 1, 1_000_000) ?? 1,
            At = f.Duration("at"),
            For = f.Duration("for"),
            Status = f.Whole("status", 400, 599),
            MessageId = f.TextOrNull("messageId"),
        };
        if (!f.Has("kind"))
            f.Missing("kind");
        f.Done();
        return fault;
    }
}

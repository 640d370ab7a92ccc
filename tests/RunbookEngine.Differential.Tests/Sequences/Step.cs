using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Differential.Tests.Sequences;

/// <summary>One thing that is done to the arrays. Independent of what the pairs do then, so that a step can be left out of a sequence.</summary>
internal abstract record Step
{
    private Step()
    {
    }

    /// <param name="Settle">Wait until everything has come to rest.</param>
    public sealed record Operate(PairOperation Operation, OperationUnit Unit, int Member, bool Settle, bool Put) : Step
    {
        public override string ToString() =>
            $"{OperationText.Of(Operation)} {(Unit == OperationUnit.Group ? "of the group" : "of v" + Member)}{(Settle ? ", settle" : "")}";
    }

    /// <summary>Something that nobody asked for. Faults of lines, journals, pools and arrays concern every pair.</summary>
    public sealed record Happen(PairEvent Event, int Member) : Step
    {
        public override string ToString() => $"{Event} (v{Member})";
    }

    /// <summary>Lines and arrays are back.</summary>
    public sealed record Return : Step
    {
        public override string ToString() => "paths and arrays return";
    }

    /// <summary>Somebody else does it, past the REST server.</summary>
    public sealed record Foreign(PairAction Action, int Member) : Step
    {
        public override string ToString() => $"somebody else: {Action} of v{Member}";
    }

    public sealed record Rest : Step
    {
        public override string ToString() => "settle";
    }
}

internal static class OperationText
{
    /// <summary>The action with the options that are set.</summary>
    public static string Of(PairOperation o)
    {
        var options = new List<string>();
        void Add(bool set, string text)
        {
            if (set)
                options.Add(text);
        }
        Add(o.Quick, "quick");
        Add(o.SvolAccess is not null, $"S {o.SvolAccess}");
        Add(o.PvolWriteProtect, "P protected");
        Add(o.DataSuspend, "data suspend");
        Add(o.ForceSuspend, "force suspend");
        Add(o.SvolOperationMode is not null, $"mode {o.SvolOperationMode}");
        Add(o.AutoSplit, "autoSplit");
        Add(!o.DoInitialCopy, "no copy");
        Add(o.DeltaResyncSuspend, "standby");
        Add(o.TakeoverMode is not null, $"{o.TakeoverMode}");
        Add(o.CopyPace is not null, $"pace {o.CopyPace}");
        Add(o.ConsistencyGroup is not null, $"CTG {o.ConsistencyGroup?.Member} {o.ConsistencyGroup?.Id}");
        Add(o.Fence is not null, $"fence {o.Fence}");
        Add(o.SentTo is not null, $"asked at {o.SentTo}");
        return o.Action + (options.Count == 0 ? "" : $" [{string.Join(", ", options)}]");
    }
}

using System.Collections.Immutable;
using RunbookEngine.Import.Cci.Conditions;

namespace RunbookEngine.Import.Cci.Values;

/// <summary>What a shell variable holds, as far as it can be told without running the script.</summary>
internal abstract record Binding
{
    private Binding() { }

    public sealed record Text(ShellValue Value) : Binding;

    /// <summary>An array: <c>NAME=(a b)</c>.</summary>
    public sealed record List(ImmutableArray<ShellValue> Items) : Binding
    {
        public bool Equals(List? other) => other is not null && Items.SequenceEqual(other.Items);

        public override int GetHashCode() => Items.Length;
    }

    /// <summary>One of several texts; the conditions exclude each other and one of them holds.</summary>
    public sealed record Choice(ImmutableArray<(Condition When, ShellValue Value)> Ways) : Binding
    {
        public bool Equals(Choice? other) => other is not null && Ways.SequenceEqual(other.Ways);

        public override int GetHashCode() => Ways.Length;
    }

    /// <summary>The exit status of a command: <c>rc=$?</c>.</summary>
    public sealed record Status(Outcome Of) : Binding;

    public sealed record Unknown(string Why) : Binding;
}

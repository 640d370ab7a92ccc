namespace RunbookEngine.Differential.Tests.Comparison;

/// <summary>Model and simulator disagree.</summary>
/// <param name="Cell">What was compared, to tell one kind of difference from another.</param>
internal sealed class Difference(string cell, string what) : Exception($"{cell}: {what}")
{
    public string Cell { get; } = cell;
}

namespace RunbookEngine.StartStates;

/// <summary>The paths between two arrays, named by alias.</summary>
/// <param name="BytesPerSecond">All paths together, each way; null when not known.</param>
/// <param name="Up">At least one path works.</param>
public sealed record StartLink(string First, string Second, long? BytesPerSecond, bool Up = true)
{
    public bool Joins(string one, string other) => (First, Second) == (one, other) || (First, Second) == (other, one);
}

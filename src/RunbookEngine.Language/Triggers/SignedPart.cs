namespace RunbookEngine.Language.Triggers;

/// <summary>What the sender of a webhook signs.</summary>
public enum SignedPart
{
    /// <summary>The timestamp, a point and the body.</summary>
    TimestampBody,

    /// <summary>The body alone: its age is not known.</summary>
    Body,
}

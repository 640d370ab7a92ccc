namespace RunbookEngine.Language.Triggers;

/// <summary>What the sender of a webhook signs.</summary>
public enum SignedPart
{
    /// <summary>The timestamp, a point and the body, with the webhook's name and a colon before them or, where no other webhook has the secret, without.</summary>
    TimestampBody,

    /// <summary>The body alone: its age is not known.</summary>
    Body,

    /// <summary>The webhook's name, a colon, the timestamp, a point and the body: nothing else is taken.</summary>
    NameTimestampBody,
}

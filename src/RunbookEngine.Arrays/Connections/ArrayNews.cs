namespace RunbookEngine.Arrays.Connections;

/// <summary>A change in whether an array answers.</summary>
/// <param name="Array">Alias.</param>
/// <param name="Patience">How long a silent array is waited for before it counts as gone.</param>
public sealed record ArrayNews(string Array, ArrayStanding Standing, DateTimeOffset At, TimeSpan Patience);

/// <summary>Whether an array answers.</summary>
public enum ArrayStanding
{
    Answers,

    /// <summary>It does not answer, and is still waited for.</summary>
    Silent,

    /// <summary>It counts as gone: nothing waits for it.</summary>
    Gone,

    /// <summary>It answers, and all the sessions it has are in use; a login is tried again.</summary>
    SessionsUsedUp,
}

namespace RunbookEngine.Simulator.Topologies;

/// <summary>Names of what can go wrong.</summary>
public static class FaultKinds
{
    /// <summary>The request never arrives: nothing is done, the connection breaks.</summary>
    public const string RequestLost = "request-lost";

    /// <summary>The request is done, its answer never arrives.</summary>
    public const string AnswerLost = "answer-lost";

    /// <summary>The request is done; the connection breaks in the middle of its answer.</summary>
    public const string ConnectionCut = "connection-cut";

    /// <summary>The answer takes as long as <c>for</c> says.</summary>
    public const string AnswerSlow = "answer-slow";

    /// <summary>503 with an error object; nothing is done unless <c>afterEffect</c> is true, as for the next three.</summary>
    public const string Busy = "busy";

    /// <summary>500 with an HTML page; nothing is done.</summary>
    public const string HtmlError = "html-error";

    /// <summary>200 with an empty body; nothing is done.</summary>
    public const string EmptyAnswer = "empty-answer";

    /// <summary>The request is refused with <c>status</c> and <c>messageId</c>.</summary>
    public const string Refused = "refused";

    /// <summary>The job fails; nothing is done.</summary>
    public const string JobFails = "job-fails";

    /// <summary>The job fails after the array did what was asked.</summary>
    public const string JobFailsAfterEffect = "job-fails-after-effect";

    /// <summary>The job stays Running; nothing is done.</summary>
    public const string JobHangs = "job-hangs";

    /// <summary>The job ends in state Unknown after the array did what was asked.</summary>
    public const string JobUnknown = "job-unknown";

    /// <summary>All remote paths of the array are down.</summary>
    public const string PathsDown = "paths-down";

    /// <summary>The journal of the copy group is full until the fault ends.</summary>
    public const string JournalFull = "journal-full";

    /// <summary>A pair, or every pair of the group, is suspended by an error (PSUE).</summary>
    public const string PairError = "pair-error";

    /// <summary>The array answers nothing, and its paths are down.</summary>
    public const string ArrayGone = "array-gone";

    /// <summary>As <see cref="ArrayGone"/>, but requests are left without any answer: whoever asks has to give up.</summary>
    public const string ArraySilent = "array-silent";

    /// <summary>The REST servers of the array are out of reach; its pairs, paths and hosts go on.</summary>
    public const string ManagementGone = "management-gone";

    /// <summary>Every session of the array is discarded.</summary>
    public const string SessionsThrownOut = "sessions-thrown-out";

    /// <summary>Somebody else holds the resource lock.</summary>
    public const string LockHeld = "lock-held";

    /// <summary>A pair, or every pair of the group, is changed by somebody else, who leaves no job and no ledger entry: <c>change</c> says how.</summary>
    public const string ForeignChange = "foreign-change";

    /// <summary>The REST server restarts: sessions and locks are gone, unfinished jobs end in Unknown, 503 for as long as <c>for</c> says.</summary>
    public const string ControllerRestart = "controller-restart";

    /// <summary>A pool is over its threshold: snapshots in it show PFUL and PFUS.</summary>
    public const string PoolThreshold = "pool-threshold";

    /// <summary>A pool is full: snapshots stored in it are suspended (PSUE) and can't be made.</summary>
    public const string PoolFull = "pool-full";

    /// <summary>A quorum disk, or the path of one array to it, is lost: its status is BLOCKED. Pairs that replicate go on.</summary>
    public const string QuorumLost = "quorum-lost";

    /// <summary>The quorum disk is back, whoever took it away.</summary>
    public const string QuorumBack = "quorum-back";

    /// <summary>Kinds that happen to single requests or their answers.</summary>
    public static IReadOnlyList<string> OfRequests { get; } =
        [RequestLost, AnswerLost, ConnectionCut, AnswerSlow, Busy, HtmlError, EmptyAnswer, Refused];

    /// <summary>Kinds that happen to jobs.</summary>
    public static IReadOnlyList<string> OfJobs { get; } = [JobFails, JobFailsAfterEffect, JobHangs, JobUnknown];

    /// <summary>Kinds that happen to arrays, lines and pairs, at a time or when a request comes.</summary>
    public static IReadOnlyList<string> OfTheWorld { get; } =
    [
        PathsDown, JournalFull, PairError, ArrayGone, ArraySilent, ManagementGone, SessionsThrownOut, LockHeld, ForeignChange, ControllerRestart, PoolThreshold, PoolFull,
        QuorumLost, QuorumBack,
    ];

    public static IReadOnlyList<string> All { get; } = [.. OfRequests, .. OfJobs, .. OfTheWorld];
}

using RunbookEngine.Activities;
using RunbookEngine.Journal;
using RunbookEngine.Secrets;

namespace RunbookEngine.Runs;

/// <summary>Takes every secret that this process knows out of what a step says, whichever activity it is, before it is journalled or shown.</summary>
/// <remarks>Readings of pairs and requests to arrays are left alone: they are read again to go on, and hold names and numbers only.</remarks>
internal static class EventMask
{
    public static RunEvent Of(RunEvent e, string verb) => KnownSecrets.Mask is { IsEmpty: false } mask ? Of(e, verb, mask) : e;

    public static StepProgress Of(StepProgress progress) =>
        KnownSecrets.Mask is { IsEmpty: false } mask ? progress with { Text = mask.Apply(progress.Text) } : progress;

    private static RunEvent Of(RunEvent e, string verb, SecretMask mask) => e switch
    {
        StepSucceeded { Outputs: { } outputs } done when !IsOfPairs(verb) => done with { Outputs = mask.Apply(outputs) },
        StepFailed failed => failed with { Failure = Of(failed.Failure, mask) },
        UndoFailed failed => failed with { Failure = Of(failed.Failure, mask) },
        GatesRechecked { Failure: { } failure } gates => gates with { Failure = Of(failure, mask) },
        StepBecameAmbiguous doubt => doubt with
        {
            Ambiguity = new Ambiguity(
                mask.Apply(doubt.Ambiguity.Question), mask.Apply(doubt.Ambiguity.IfItHappened), mask.Apply(doubt.Ambiguity.IfItDidNot),
                [.. doubt.Ambiguity.Evidence.Select(l => mask.Apply(l))]),
        },
        StepWaiting waiting => waiting with
        {
            For = mask.Apply(waiting.For),
            Asked = waiting.Asked is { Message: { } asks } asked ? asked with { Message = mask.Apply(asks) } : waiting.Asked,
        },
        // A request to an array is sent again as it stands; a program or a web call is not.
        OperationIntended { Array: "" } intended => intended with
        {
            Request = intended.Request with { Path = mask.Apply(intended.Request.Path), Body = intended.Request.Body is { } body ? mask.Apply(body) : null },
        },
        ArrayJobFailed failed when !IsOfPairs(verb) => failed with { Reason = mask.Apply(failed.Reason) },
        OperationConcluded { Detail: { } detail } concluded when !IsOfPairs(verb) => concluded with { Detail = mask.Apply(detail) },
        _ => e,
    };

    /// <summary>What these put out are names and statuses, and later steps work with them.</summary>
    private static bool IsOfPairs(string verb) => verb.StartsWith("pair.", StringComparison.Ordinal) || verb == "checkpoint";

    private static Failure Of(Failure failure, SecretMask mask) => failure with
    {
        Message = mask.Apply(failure.Message),
        Help = failure.Help is { } help ? mask.Apply(help) : null,
        Code = failure.Code is { } code ? mask.Apply(code) : null,
    };
}

namespace RunbookEngine.Activities.Steps;

/// <summary>What to do when it is not known whether a command or web call took effect.</summary>
internal enum OnUnknown
{
    /// <summary>Ask a person. The default.</summary>
    Hold,

    /// <summary>Do it again: the author says that is harmless.</summary>
    Retry,

    /// <summary>Fail the step.</summary>
    Fail,
}

internal static class OnUnknowns
{
    public static OnUnknown Read(StepArguments arguments) => arguments.Choice("onUnknown", "hold", "hold", "retry", "fail") switch
    {
        "retry" => OnUnknown.Retry,
        "fail" => OnUnknown.Fail,
        _ => OnUnknown.Hold,
    };
}

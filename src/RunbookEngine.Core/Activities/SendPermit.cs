namespace RunbookEngine.Activities;

/// <summary>The right to change something outside on behalf of a run. It lasts as long as the engine's lease on the run
/// surely does, by the clock of this process, so that a process which was paused sends nothing more when it goes on.</summary>
/// <remarks>It travels with the step's own flow of calls, down to where bytes leave.</remarks>
public abstract class SendPermit
{
    private static readonly AsyncLocal<SendPermit?> Carried = new();

    /// <summary>Asked last of all, right before a state-changing request leaves or a program starts. Outside of a run there is nothing to ask.</summary>
    /// <exception cref="RunTakenOverException">The permit is over: send nothing.</exception>
    public static void Demand() => Carried.Value?.Check();

    /// <summary>Every call from here on, in this flow, is made with the permit.</summary>
    public static void Carry(SendPermit? permit) => Carried.Value = permit;

    /// <exception cref="RunTakenOverException">The permit is over.</exception>
    protected abstract void Check();
}

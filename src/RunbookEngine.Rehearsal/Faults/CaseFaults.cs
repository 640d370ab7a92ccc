namespace RunbookEngine.Rehearsal.Faults;

/// <summary>The faults of one case while it is played: which of them strikes here and now.</summary>
internal sealed class CaseFaults(IReadOnlyList<Fault> faults)
{
    /// <summary>Answers of 503 before the array is free again.</summary>
    private const int BusyAnswers = 3;

    private readonly HashSet<Fault> _spent = [];
    private (string Request, int Left)? _busy;

    public StepTrouble? At(StepSpot spot, int part)
    {
        var fault = faults.OfType<Fault.AtStep>().FirstOrDefault(f => f.Spot == spot && f.Part == part && !_spent.Contains(f));
        if (fault is { Once: true })
            _spent.Add(fault);
        return fault?.Trouble;
    }

    /// <param name="request">The number it would have if it is sent now for the first time.</param>
    public WireTrouble? OnTheWire(int request, string text)
    {
        if (_busy is { Left: > 0 } busy && busy.Request == text)
        {
            _busy = busy with { Left = busy.Left - 1 };
            return WireTrouble.Busy;
        }

        var fault = faults.OfType<Fault.OnTheWire>().FirstOrDefault(f => f.Request == request && _spent.Add(f));
        if (fault is { Trouble: WireTrouble.Busy })
            _busy = (text, BusyAnswers - 1);
        return fault?.Trouble;
    }

    public Fault.Crash? Crash(int append) => faults.OfType<Fault.Crash>().FirstOrDefault(f => f.Append == append);
}

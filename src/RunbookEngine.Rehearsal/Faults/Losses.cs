using RunbookEngine.Simulator.Faults;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Rehearsal.Faults;

/// <summary>The loss of a case while it is played: lets things go and come back at their moments.</summary>
internal sealed class Losses(SimulatedArrays world, TimeProvider time, IReadOnlyList<Fault> faults)
{
    private readonly Fault.Loss? _loss = faults.OfType<Fault.Loss>().FirstOrDefault();
    private bool _gone;
    private bool _back;

    public bool Any => _loss is not null;

    public void Begin() => GoWhen(_loss is { FromTheStart: true });

    public void Before(int request) => GoWhen(_loss is { After: false } loss && loss.Request == request);

    public void After(int request) => GoWhen(_loss is { After: true } loss && loss.Request == request);

    public void OnAppend(int append)
    {
        if (_gone && !_back && _loss!.Back == append)
            Return();
        GoWhen(_loss?.At == append);
    }

    /// <summary>The run stands. What was to come back is back by now, whether its moment in the journal came or not.</summary>
    /// <returns>False when it stays away.</returns>
    public bool ComesBack()
    {
        if (!_gone || _loss!.Back is null)
            return false;
        if (!_back)
            Return();
        return true;
    }

    private void GoWhen(bool now)
    {
        if (!now || _gone)
            return;
        _gone = true;
        Set(gone: true);
        // Kept by the clock that fires it.
        if (_loss!.Flap is { } after)
            _ = time.CreateTimer(_ => Return(), null, after, Timeout.InfiniteTimeSpan);
    }

    private void Return()
    {
        _back = true;
        Set(gone: false);
    }

    private void Set(bool gone)
    {
        switch (_loss!.Kind)
        {
            case LossKind.Array:
                world.SetGone(_loss.What, gone);
                break;
            case LossKind.Line:
                var ends = world.Topology.Links.First(l => _loss.What == NameOf(l.First, l.Second));
                world.SetLine(ends.First, ends.Second, !gone);
                break;
            default:
                foreach (var array in world.Arrays)
                    world.SetManagementGone(array.Alias, gone);
                break;
        }
    }

    public static string NameOf(string first, string second) => $"{first}-{second}";
}

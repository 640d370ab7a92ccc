using RunbookEngine.Activities.Pairs;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Forecasts;

/// <summary>A copy group on its way through a forecast.</summary>
/// <param name="Unit">Where its requests go; null when no array is known.</param>
/// <param name="States">By pair; they move as the forecast goes on.</param>
internal sealed record ForecastGroup(string Target, string Name, Technology Technology, PairUnit? Unit, Dictionary<string, PairState> States)
{
    public string PvolArray => Unit?.Target.Array ?? "A";

    public string SvolArray => Unit?.Target.RemoteArray ?? Unit?.Target.Array ?? "B";
}

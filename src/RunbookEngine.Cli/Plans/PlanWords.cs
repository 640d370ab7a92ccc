using RunbookEngine.Activities.Forecasts;

namespace RunbookEngine.Cli.Plans;

internal static class PlanWords
{
    public static string Of(ForecastVerdict verdict) => verdict switch
    {
        ForecastVerdict.Accepted => "accepted",
        ForecastVerdict.NotNeeded => "not-needed",
        ForecastVerdict.NothingHappens => "nothing-happens",
        ForecastVerdict.Rejected => "rejected",
        _ => "uncertain",
    };
}

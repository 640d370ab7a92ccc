namespace RunbookEngine.Simulator.Pairs;

/// <summary>How copyPace 1 to 15 speeds a copy up; pace 3, "medium", is 1.</summary>
internal static class Pace
{
    public static double Factor(int pace) => pace switch
    {
        <= 1 => 0.25,
        2 => 0.5,
        3 => 1,
        _ => Math.Min(2, 1.3 + (pace - 4) * 0.07),
    };
}

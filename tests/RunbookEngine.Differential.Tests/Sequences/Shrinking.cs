namespace RunbookEngine.Differential.Tests.Sequences;

internal static class Shrinking
{
    /// <summary>Leaves out steps, large parts first, as long as the rest still fails.</summary>
    public static async Task<IReadOnlyList<Step>> ShrinkAsync(IReadOnlyList<Step> steps, Func<IReadOnlyList<Step>, Task<bool>> fails)
    {
        for (var part = steps.Count / 2; part > 0; part /= 2)
        {
            for (var from = 0; from < steps.Count;)
            {
                IReadOnlyList<Step> rest = [.. steps.Take(from), .. steps.Skip(from + part)];
                if (rest.Count < steps.Count && await fails(rest))
                    steps = rest;
                else
                    from += part;
            }
        }
        return steps;
    }
}

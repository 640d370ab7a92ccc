using RunbookEngine.Differential.Tests.Comparison;
using RunbookEngine.Differential.Tests.Sequences;
using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Tables;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Differential.Tests.Cells;

/// <summary>Every cell of the model's acceptance grids, put to the simulator.</summary>
public class EveryCellTests(ITestOutputHelper output)
{
    public static TheoryData<Technology> Technologies => [.. Enum.GetValues<Technology>()];

    [Theory]
    [MemberData(nameof(Technologies))]
    public async Task Every_cell_of_the_acceptance_grid_has_been_compared_and_agrees(Technology technology)
    {
        var coverage = new Coverage();
        var found = new List<string>();
        var table = StatusTables.Of(technology);
        foreach (var route in Routes.Of(technology))
        {
            foreach (var form in table.Forms.Where(f => NotSimulated.Why(technology, route.Condition, f) is null))
            {
                foreach (var unit in new[] { OperationUnit.Group, OperationUnit.Pair })
                {
                    if (await PlayAsync(technology, route, form, unit, coverage) is { } difference)
                        found.Add($"{route.Condition} {route.Variant} × {form.Title()} by {unit}: {difference}");
                }
            }
        }
        output.WriteLine($"{coverage.Count} cells, {coverage.Comparisons} comparisons");

        Assert.True(found.Count == 0, $"{found.Count} differences:\n{string.Join("\n", found)}");
        var missed = from condition in table.ConditionNames
                     from form in table.Forms
                     where !coverage.Has(technology, condition, form) && NotSimulated.Why(technology, condition, form) is null
                     select $"{condition} × {form.Title()}";
        Assert.Empty(missed);
    }

    private static async Task<string?> PlayAsync(Technology technology, Route route, OperationForm form, OperationUnit unit, Coverage coverage)
    {
        var clones = technology == Technology.ThinImage && (form == OperationForm.Clone || route.Condition == PairCondition.Cloning);
        var scene = new SideBySide(technology, clones, coverage);
        try
        {
            foreach (var step in route.Steps)
                await scene.PlayAsync(step);
            route.ByHand?.Invoke(scene);
            if (scene.Members[0].Now.Condition != route.Condition)
                return $"the route ends in {scene.Members[0]}";
            await scene.PlayAsync(new Step.Operate(form.Operation(), unit, 0, Settle: false, Put: false));
            scene.Settle();
            return null;
        }
        catch (Difference difference)
        {
            return difference.Message;
        }
    }
}

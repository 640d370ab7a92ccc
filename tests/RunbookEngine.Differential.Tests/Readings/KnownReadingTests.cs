using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Differential.Tests.Readings;

public class KnownReadingTests
{
    [Fact]
    public void Every_switch_that_differs_from_its_default_stands_in_the_table_with_a_source()
    {
        var byDefault = new SwitchOptions();
        var set = typeof(SwitchOptions).GetProperties().Where(p => !Equals(p.GetValue(byDefault), p.GetValue(KnownReadings.Switches))).Select(p => p.Name);

        Assert.Equal(KnownReadings.All.Select(r => r.Switch).OfType<string>().Order(), set.Order());
        Assert.All(KnownReadings.All, r => Assert.NotEmpty(r.Source));
    }
}

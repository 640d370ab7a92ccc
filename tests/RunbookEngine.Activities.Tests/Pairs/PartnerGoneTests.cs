using RunbookEngine.Activities.Tests.Support;
using RunbookEngine.Journal;
using RunbookEngine.Simulator.Faults;

namespace RunbookEngine.Activities.Tests.Pairs;

/// <summary>Every verb of remote pairs while one of the two arrays is gone: what the array that is left does alone is done, and what needs both is refused
/// by the name of the dead one before anything is sent.</summary>
public class PartnerGoneTests
{
    private const string Tokyo = "tokyo", Osaka = "osaka";

    public static TheoryData<string, string, string, bool> NeedsBoth
    {
        get
        {
            var data = new TheoryData<string, string, string, bool>();
            foreach (var on in new[] { "tc", "ur1", "gad" })
            {
                foreach (var verb in new[] { "pair.split", "pair.resync", "pair.delete", "pair.swapResync" })
                {
                    foreach (var gone in new[] { Tokyo, Osaka })
                    {
                        data.Add(verb, on, gone, false);
                        data.Add(verb, on, gone, true);
                    }
                }
            }
            return data;
        }
    }

    /// <param name="silentManagement">Only its management is gone: pairs and lines live.</param>
    [Theory]
    [MemberData(nameof(NeedsBoth))]
    public async Task What_is_done_by_both_arrays_names_the_one_that_does_not_answer_and_sends_nothing(string verb, string on, string gone, bool silentManagement)
    {
        var bench = new Bench();
        Lose(bench, gone, silentManagement);
        var failure = Bench.Failed(await bench.RunAsync(bench.Step(verb, new { on })));
        Assert.Equal(FailureKind.Unreachable, failure.Kind);
        Assert.Equal(gone, failure.Array);
        Assert.Contains($"needs array {gone}, which does not answer", failure.Message);
        Assert.Empty(bench.Ledger);
    }

    public static TheoryData<string, string, bool> GoesAlone
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (var on in new[] { "tc", "ur1", "gad", "tc/p02" })
            {
                data.Add("takeover", on, true);
                data.Add("takeover", on, false);
                data.Add("split", on, true);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(GoesAlone))]
    public async Task What_gives_the_S_VOLs_to_their_hosts_is_done_at_the_array_that_is_left_and_its_recovery_point_is_on_record(string verb, string on, bool force)
    {
        var bench = new Bench();
        Lose(bench, Tokyo, management: false);
        var step = verb == "split" ? bench.Step("pair.split", new { on, swap = true }) : bench.Step("pair.takeover", new { on, mode = force ? "force" : "auto" });
        Bench.Succeeded(await bench.RunAsync(step));
        Assert.All(bench.Ledger, e => Assert.Equal(Osaka, e.Array));
        Assert.All(bench.World.Pairs().Where(p => p.CopyGroup == on.Split('/')[0] && (!on.Contains('/') || p.Pair == "p02")), p => Assert.Equal("SSWS", p.SvolStatus));
        // A split with swap of global-active device is maintenance on any day but that of a disaster.
        var points = step.Journal.OfType<RecoveryPointRead>().ToList();
        Assert.Equal(verb == "split" && on == "gad" ? [] : [on], points.SelectMany(p => p.Bounds).Select(b => b.CopyGroup));
        Assert.All(points.SelectMany(p => p.Bounds), b => Assert.NotEmpty(b.Text));
    }

    [Theory]
    [InlineData("tc")]
    [InlineData("ur1")]
    [InlineData("gad")]
    public async Task A_snapshot_tells_how_far_the_copy_is_while_both_arrays_answer_and_what_one_of_them_knows_when_not(string on)
    {
        var bench = new Bench();
        var both = bench.Step("pair.snapshot", new { on });
        Bench.Succeeded(await bench.RunAsync(both));
        var delivery = Assert.Single(both.Journal.OfType<PairsRead>().Single().Delivery!);
        Assert.Equal((on, true), (delivery.CopyGroup, delivery.InStep));
        Assert.Equal(on == "ur1", delivery is { Marker: not null, Journal: 1, CapacityBytes: > 0 });

        Lose(bench, Tokyo, management: false);
        var alone = bench.Step("pair.snapshot", new { on });
        Bench.Succeeded(await bench.RunAsync(alone));
        var read = alone.Journal.OfType<PairsRead>().Single();
        Assert.Null(read.Delivery);
        Assert.All(read.Pairs, p => Assert.Equal(("", Osaka), (p.PvolStatus, p.Alone)));
    }

    private static void Lose(Bench bench, string array, bool management)
    {
        if (management)
            bench.World.SetManagementGone(array, true);
        else
            bench.World.SetGone(array, true);
    }
}

using RunbookEngine.Journal;
using RunbookEngine.Operations.Evidence;
using RunbookEngine.Testing;

namespace RunbookEngine.Rehearsal.Tests.Evidence;

/// <summary>The age of the data, computed from markers, held against a history of writes that nobody but the test knows.</summary>
public class MarkerHistoryTests
{
    private static readonly DateTimeOffset Start = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Fact]
    public void The_true_age_lies_within_the_stated_error_whatever_hosts_write_and_the_line_carries()
    {
        var random = new Random(Seeds.FreshOr(1701));
        var (bounded, open) = (0, 0);
        for (var round = 0; round < 4000; round++)
        {
            var flow = new Flow(random);
            var times = Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.NextDouble() * flow.Length).Order().Append(flow.Length).ToList();
            var readings = times.Select(t => flow.Read(random, t)).ToList();
            var age = MarkerHistory.Age(readings);

            // The array looked at the restore journal somewhere between question and answer.
            var truth = TimeSpan.FromSeconds(flow.AgeAt(flow.LookedAt));
            Assert.True(age.Low <= truth, $"round {round}: true {truth}, told {age} (low {age.Low})");
            if (age.High is { } high)
                Assert.True(truth <= high, $"round {round}: true {truth}, told {age} (high {high})");
            if (age.Value is { } value)
                Assert.InRange(value, age.Low, age.High ?? TimeSpan.MaxValue);
            _ = age.High is null ? open++ : bounded++;
            Assert.True(age.IsMeasured || age.Missing is not null, $"round {round}: nothing is told, and not why");
        }

        Assert.True(bounded > 1000 && open > 50, $"{bounded} with a bound, {open} without: the test does not try both");
    }

    [Fact]
    public void Numbers_that_pass_two_to_the_32nd_go_on()
    {
        var age = MarkerHistory.Age([Reading(0, 0xffff_fff0, 0xffff_fff0, 0), Reading(10, 0x0000_0010, 0xffff_fff8, 24)]);

        Assert.Equal(TimeSpan.FromSeconds(10), age.High);
        Assert.Equal(TimeSpan.FromSeconds(7.5), age.Value);
    }

    [Fact]
    public void Numbers_that_begin_anew_after_a_swap_are_no_history()
    {
        var age = MarkerHistory.Age([Reading(0, 5000, 5000, 0), Reading(10, 20, 10, 10)]);

        Assert.Null(age.High);
        Assert.NotNull(age.Missing);
        Assert.NotNull(age.Cure);
    }

    private static MirrorReading Reading(double at, uint master, uint restore, long waiting)
    {
        var time = Start.AddSeconds(at);
        return new MirrorReading("g", new JournalReading("tokyo", 1, time, time, master, waiting), new JournalReading("osaka", 1, time, time, restore, null));
    }

    /// <summary>Hosts write with a rate that changes; the line carries another one that changes. Amounts are entries.</summary>
    private sealed class Flow
    {
        private const double Step = 0.01;
        private readonly List<double> _written = [0];
        private readonly List<double> _restored = [0];
        private readonly double _first;

        public Flow(Random random)
        {
            Length = 5 + (random.NextDouble() * 115);
            _first = random.Next(2) == 0 ? 0 : uint.MaxValue - 200.0;
            var (write, line) = (0.0, 0.0);
            for (var i = 0; i * Step < Length + 1; i++)
            {
                if (i % 500 == 0)
                    (write, line) = (random.NextDouble() * 200, random.Next(4) == 0 ? 0 : random.NextDouble() * 250);
                _written.Add(_written[^1] + (write * Step));
                _restored.Add(Math.Min(_written[^1], _restored[^1] + (line * Step)));
            }
        }

        public double Length { get; }

        public double LookedAt { get; private set; }

        public MirrorReading Read(Random random, double at)
        {
            var (master, looked) = Side(random, at, _written, Math.Ceiling(At(_written, at) - At(_restored, at)));
            var (restore, seen) = Side(random, at, _restored, 0);
            _ = looked;
            LookedAt = seen;
            return new MirrorReading("g", master, restore);
        }

        /// <summary>From the moment on at which the first write that is not applied yet was written.</summary>
        public double AgeAt(double at)
        {
            var restored = At(_restored, at);
            if (At(_written, at) - restored < 1e-9)
                return 0;
            var index = _written.FindIndex(w => w > restored + 1e-9);
            return Math.Max(0, at - (Math.Max(0, index - 1) * Step));
        }

        private (JournalReading Reading, double Looked) Side(Random random, double at, List<double> amounts, double waiting)
        {
            var (before, after) = (random.NextDouble() * 0.2, random.NextDouble() * 0.2);
            var asked = at - before;
            // What waits is told of the same look as the number.
            var marker = (uint)(ulong)(Math.Floor(At(amounts, at)) + _first);
            return (new JournalReading("a", 1, Start.AddSeconds(asked), Start.AddSeconds(at + after), marker, (long)waiting), at);
        }

        private static double At(List<double> amounts, double at)
        {
            var position = Math.Clamp(at / Step, 0, amounts.Count - 1.001);
            var index = (int)position;
            return amounts[index] + ((amounts[index + 1] - amounts[index]) * (position - index));
        }
    }
}

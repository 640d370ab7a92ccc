using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Ends;
using RunbookEngine.Rehearsal.Reports;
using RunbookEngine.Rehearsal.Rooms;

namespace RunbookEngine.Rehearsal;

/// <summary>Plays a runbook on simulated arrays: as it is, and once for everything that can go wrong. Start here.</summary>
public sealed class Rehearsal
{
    private readonly CasePlayer _player;
    private readonly LossRehearsal? _losses;

    /// <param name="disaster">The same in mode disaster; null when the runbook has no step of that mode.</param>
    internal Rehearsal(RehearsalSetting setting, RehearsalSetting? disaster = null)
    {
        (Setting, _player) = (setting, new CasePlayer(setting));
        _losses = disaster is null ? null : new LossRehearsal(disaster, disaster == setting ? _player : new CasePlayer(disaster), disaster != setting);
    }

    internal RehearsalSetting Setting { get; }

    /// <summary>Plays every case, several at a time.</summary>
    /// <param name="progress">Hears of every case that is over; called from several threads.</param>
    /// <param name="side">Cases at a time; the machine's cores by default.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public RehearsalReport RunAsWhole(Action<CaseProgress>? progress, int? side, CancellationToken cancellationToken)
    {
        var plain = _player.Play(RehearsalCase.Plain, cancellationToken);
        var judge = new Judge(plain);
        var first = CasePlanner.First(plain);
        var counter = new Counter(progress, 1 + first.Count);
        var results = new List<CaseResult> { counter.Add(Result(plain, judge)) };

        var records = Play(first, judge, counter, keep: r => r.Case.Kind == CaseKind.Refused, side, results, cancellationToken);
        var undos = CasePlanner.RollbacksWorthInterrupting(records).SelectMany(CasePlanner.Undos).ToList();
        counter.Expect(undos.Count);
        Play(undos, judge, counter, keep: _ => false, side, results, cancellationToken);
        if (_losses is not null)
            PlayLosses(_losses, plain, counter, side, results, cancellationToken);
        return new RehearsalReport(Setting.Plan.Runbook, Setting.Topology.Name, Setting.Seed, results);
    }

    /// <summary>Plays the one case of that id.</summary>
    /// <returns>The result with the story of its journals, or null when there is no such case.</returns>
    public CaseStory? RunOne(string id, CancellationToken cancellationToken)
    {
        var plain = _player.Play(RehearsalCase.Plain, cancellationToken);
        var judge = new Judge(plain);
        if (id == RehearsalCase.Plain.Id)
            return CaseStory.Of(plain, Result(plain, judge));
        if (_losses?.Find(id, plain, cancellationToken) is { } lost)
            return CaseStory.Of(lost.Record, Result(lost.Record, _ => lost.End));
        var first = CasePlanner.First(plain);
        var play = first.FirstOrDefault(c => c.Id == id)
            ?? first.Where(c => id.StartsWith(c.Id + "+", StringComparison.Ordinal))
                .SelectMany(c => CasePlanner.Undos(_player.Play(c, cancellationToken)))
                .FirstOrDefault(c => c.Id == id);
        if (play is null)
            return null;
        var record = _player.Play(play, cancellationToken);
        return CaseStory.Of(record, Result(record, judge));
    }

    private static void PlayLosses(
        LossRehearsal losses, CaseRecord plain, Counter counter, int? side, List<CaseResult> results, CancellationToken cancellationToken)
    {
        var own = losses.PlainOf(plain, cancellationToken);
        if (own != plain)
        {
            counter.Expect(1);
            results.Add(counter.Add(Result(own, new Judge(own))));
        }

        var judge = new LossJudge(own);
        var first = losses.First(own);
        counter.Expect(first.Count);
        var lost = Play(losses.Player, first, judge.Of, counter, keep: _ => true, side, results, cancellationToken);
        var returns = lost.SelectMany(LossPlanner.Returns).ToList();
        counter.Expect(returns.Count);
        Play(losses.Player, returns, judge.Of, counter, keep: _ => false, side, results, cancellationToken);
    }

    /// <returns>The records worth keeping, in the order of the cases.</returns>
    private List<CaseRecord> Play(
        IReadOnlyList<RehearsalCase> cases, Judge judge, Counter counter, Func<CaseRecord, bool> keep, int? side, List<CaseResult> results,
        CancellationToken cancellationToken) =>
        Play(_player, cases, judge.Of, counter, keep, side, results, cancellationToken);

    private static List<CaseRecord> Play(
        CasePlayer player, IReadOnlyList<RehearsalCase> cases, Func<CaseRecord, CaseEnd> judge, Counter counter, Func<CaseRecord, bool> keep, int? side,
        List<CaseResult> results, CancellationToken cancellationToken)
    {
        var played = new (CaseResult Result, CaseRecord? Record)[cases.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = side ?? Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.For(0, cases.Count, options, i =>
        {
            var record = player.Play(cases[i], cancellationToken);
            played[i] = (counter.Add(Result(record, judge)), keep(record) ? record : null);
        });
        results.AddRange(played.Select(p => p.Result));
        return [.. played.Select(p => p.Record).OfType<CaseRecord>()];
    }

    private static CaseResult Result(CaseRecord record, Judge judge) => Result(record, judge.Of);

    private static CaseResult Result(CaseRecord record, Func<CaseRecord, CaseEnd> judge) =>
        new(record.Case.Id, record.Case.Kind, judge(record), record.Took, record.Events);

    private sealed class Counter(Action<CaseProgress>? progress, int expected)
    {
        private readonly Lock _gate = new();
        private int _expected = expected;
        private int _done;

        public void Expect(int more)
        {
            lock (_gate)
                _expected += more;
        }

        public CaseResult Add(CaseResult result)
        {
            lock (_gate)
            {
                _done++;
                progress?.Invoke(new CaseProgress(_done, _expected, result));
            }

            return result;
        }
    }
}

/// <param name="Expected">Cases known by now; grows once when it is known what can be taken back.</param>
public sealed record CaseProgress(int Done, int Expected, CaseResult Last);

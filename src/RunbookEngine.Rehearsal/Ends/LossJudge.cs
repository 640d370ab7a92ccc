using RunbookEngine.Journal;
using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Faults;
using RunbookEngine.Rehearsal.Rooms;
using RunbookEngine.Runs;
using RunbookEngine.Simulator.Faults;

namespace RunbookEngine.Rehearsal.Ends;

/// <summary>Says of a case in which something is lost how it ended. What production alone has must not be needed: the S-VOLs serve all the same.</summary>
internal sealed class LossJudge
{
    /// <summary>Longer than in the plain run, in simulated time, and the run waits for what is gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly CaseRecord _plain;

    /// <summary>Pairs that the plain run takes over.</summary>
    private readonly Dictionary<string, PairRecord> _taken;
    private readonly HashSet<string> _production;

    public LossJudge(CaseRecord plain)
    {
        _plain = plain;
        var after = plain.After.Pairs.ToDictionary(Key);
        var taken = plain.Ledger.Where(e => e is { Effect: "changed", Action: "takeover" }).SelectMany(e => e.PairsChanged.Select(p => $"{e.CopyGroup}/{p}")).ToHashSet();
        _taken = plain.Before.Pairs.Where(p => p.SvolStatus != "SSWS" && (taken.Contains(Key(p)) || after.GetValueOrDefault(Key(p)) is { SvolStatus: "SSWS" })).ToDictionary(Key);
        _production = [.. _taken.Values.Select(p => p.PvolArray)];
        _production.ExceptWith(_taken.Values.Select(p => p.SvolArray));
    }

    public CaseEnd Of(CaseRecord record)
    {
        var loss = record.Case.Faults.OfType<Fault.Loss>().Single();
        var findings = new List<Finding>();
        if (record.Hang is { } hang)
            findings.Add(new Finding("hang", Judge.StandingStep(record), hang, []));
        findings.AddRange(EffectAudit.Check(record));
        findings.AddRange(Judge.Journals(record));
        findings.AddRange(Judge.Defects(record));
        var kind = record.Hang is not null ? EndKind.Finding : Place(record, loss, findings);
        return new CaseEnd(findings.Count > 0 ? EndKind.Finding : kind, record.Run is null ? null : Words.Of(record.Run.Outcome),
            findings.Count == 0 && kind == EndKind.NeedsPerson ? Judge.Person(record) : null, findings);
    }

    private EndKind Place(CaseRecord record, Fault.Loss loss, List<Finding> findings)
    {
        var serves = record.Run is { IsEnded: true, Outcome: RunOutcome.Succeeded } && Judge.FailedAtTheEnd(record) is null
            && record.After.Pairs.Where(p => _taken.ContainsKey(Key(p))).All(p => p.SvolStatus == "SSWS");
        var overcome = _taken.Count > 0 && (loss.Kind == LossKind.Line || (loss.Kind == LossKind.Array && _production.Contains(loss.What)));
        if (serves && overcome && loss is { FromTheStart: true, Back: null, Flap: null } && record.Took - _plain.Took > Patience)
            findings.Add(new Finding("waits-for-dead-side", null, $"the run takes {(record.Took - _plain.Took).TotalSeconds:0} s longer than with every array alive", []));
        if (serves)
            return EndKind.EndState;
        // What is back by itself leaves nobody to be asked either: the S-VOLs' array could go on alone.
        if (overcome && (loss.Back is null || record.Run is null or { IsEnded: true } or { Outcome: RunOutcome.Running }))
        {
            findings.Add(new Finding("needs-dead-side", StepOf(record), $"{Told(loss)}, and the S-VOLs do not serve: {Reason(record)}", []));
            return EndKind.Finding;
        }

        return record.Run switch
        {
            null or { Outcome: RunOutcome.RolledBack or RunOutcome.Failed or RunOutcome.Cancelled } => AsBefore(record, loss, findings),
            { Outcome: RunOutcome.Running } => Wrong(findings, record, "the run stands and asks nobody for anything", []),
            // It did what it could where it could be seen; with the S-VOLs' array gone nothing serves, and the arrays are not to blame.
            { Outcome: RunOutcome.Succeeded } => EndKind.EndState,
            _ => EndKind.NeedsPerson,
        };
    }

    /// <summary>Where pairs, lines and hosts went on, nothing may look different; elsewhere the arrays themselves suspend pairs, and only what was asked of them counts.</summary>
    private static EndKind AsBefore(CaseRecord record, Fault.Loss loss, List<Finding> findings)
    {
        if (loss.Kind == LossKind.Managements && record.After.Against(record.Before) is { Count: > 0 } left)
            return Wrong(findings, record, "the run is over, and pairs are not as before", left);
        return EndKind.AsBefore;
    }

    private static EndKind Wrong(List<Finding> findings, CaseRecord record, string message, IReadOnlyList<PairDifference> pairs)
    {
        findings.Add(new Finding("pairs-left", Judge.StandingStep(record), message, pairs));
        return EndKind.Finding;
    }

    private static string Told(Fault.Loss loss) =>
        $"{(loss.Kind == LossKind.Line ? $"the line {loss.What} is cut" : $"array {loss.What} is gone")} "
        + (loss.FromTheStart ? "from the start" : $"{(loss.After ? "after" : "before")} request {loss.Request}")
        + (loss.Flap is { } flap ? $", back {flap.TotalSeconds:0} s later" : "");

    private static string? StepOf(CaseRecord record) => record.Run is not { } run ? null
        : run.Steps.Values.Where(s => s.Error is not null || s.Status is StepStatus.Ambiguous or StepStatus.Waiting or StepStatus.Running)
            .OrderByDescending(s => record.Spots.Any(spot => spot.Spot.Key == s.Key)).ThenBy(s => s.StartedSequence).FirstOrDefault()?.Key.ToString();

    private static string Reason(CaseRecord record) => record.Run is not { } run ? $"the run is not started: {record.Refusal}"
        : run.Steps.Values.Where(s => s.Error is not null).OrderBy(s => s.StartedSequence).FirstOrDefault() is { } failed ? failed.Error!.Message
        : run.Outcome == RunOutcome.NeedsOperator ? Judge.Person(record)
        : $"the run ended {Words.Of(run.Outcome)}";

    private static string Key(PairRecord pair) => $"{pair.CopyGroup}/{pair.Pair}";
}

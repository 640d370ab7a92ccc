using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Ends;

namespace RunbookEngine.Rehearsal.Reports;

/// <summary>How all cases ended, in a fixed order.</summary>
public sealed record RehearsalReport(string Runbook, string Topology, int Seed, IReadOnlyList<CaseResult> Cases)
{
    public bool IsGood => Findings.All(_ => false);

    public IEnumerable<CaseResult> Findings => Cases.Where(c => c.End.Kind == EndKind.Finding);

    /// <summary>A row for each kind of case that was played: how many ended in which way.</summary>
    public IEnumerable<KindRow> Rows => Cases.GroupBy(c => c.Kind).OrderBy(g => g.Key).Select(g => new KindRow(
        g.Key, g.Count(), Count(g, EndKind.EndState), Count(g, EndKind.AsBefore), Count(g, EndKind.NeedsPerson), Count(g, EndKind.Finding)));

    /// <summary>Findings that say the same of the same step, with the cases that show them.</summary>
    public IReadOnlyList<FindingGroup> Grouped => [.. Findings
        .SelectMany(c => c.End.Findings.Select(f => (Case: c, Finding: f)))
        .GroupBy(f => (f.Finding.Code, f.Finding.Step, Pairs: string.Join(';', f.Finding.Pairs)))
        .Select(g => new FindingGroup(g.First().Finding, [.. g.Select(f => f.Case.Id).Distinct()]))];

    private static int Count(IEnumerable<CaseResult> cases, EndKind kind) => cases.Count(c => c.End.Kind == kind);
}

/// <param name="Id">Names the case for <c>--case</c>.</param>
/// <param name="Took">In simulated time, to the run's end or to where it stands.</param>
/// <param name="Events">Journal events over all its runs.</param>
public sealed record CaseResult(string Id, CaseKind Kind, CaseEnd End, TimeSpan Took, int Events);

public sealed record KindRow(CaseKind Kind, int Cases, int EndState, int AsBefore, int NeedsPerson, int Findings);

public sealed record FindingGroup(Finding Finding, IReadOnlyList<string> Cases);

using System.Collections.Immutable;
using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Report;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Import.Cci.Commands;

/// <summary>What <c>pairvolchk</c>, <c>pairevtwait -nowait</c> and <c>pairdisplay | grep</c> answer, as conditions over the pairs a step has read.</summary>
/// <remarks>Source: CCI Command Reference, returned values of pairvolchk (with -ss: tens 2 and 3 for P-VOL and S-VOL, 20 more for Universal Replicator;
/// ones for the status; 236 where the volumes of a group differ) and of pairevtwait -nowait.</remarks>
internal static class PairReadings
{
    private static readonly string[] All = ["SMPL", "COPY", "RCPY", "PAIR", "PFUL", "PSUS", "SSUS", "PFUS", "PSUE", "SSWS"];

    /// <summary>The exit status of <c>pairvolchk</c>.</summary>
    /// <param name="side">Alias of the array the command stands at; null for local copies.</param>
    /// <param name="partner">Alias of the other array, where it is known.</param>
    public static Outcome OfVolumeCheck(DraftStep look, Technology technology, string? side, string? partner, bool svolSide, bool withStatus)
    {
        var smpl = Has(look, "pvolStatus", ["SMPL"], orNone: true);
        Condition Role(bool svol) => side is null ? Condition.True
            : svol ? partner is not null ? Text(look, "pvolArray", [partner]) : Text(look, "pvolArray", [side]).Not().And(smpl.Not()) : Text(look, "pvolArray", [side]);
        if (!withStatus && side is null)
            return Strict([(1, smpl), (svolSide ? 3 : 2, smpl.Not())], $"without -ss it ends with 1 (SMPL) or, on this side, with {(svolSide ? 3 : 2)}");
        if (!withStatus)
            return Strict([(1, smpl), (2, Role(false).And(smpl.Not())), (3, Role(true).And(smpl.Not()))], "without -ss it ends with 1 (SMPL), 2 (P-VOL) or 3 (S-VOL)");
        var step = technology == Technology.UniversalReplicator ? 20 : 0;
        var codes = new List<(int, Condition)> { (11, smpl) };
        // Local copies keep their direction: an instance sees P-VOLs or S-VOLs, and codes of the other side are refused.
        foreach (var svol in side is null ? [svolSide] : (bool[])[false, true])
        {
            foreach (var (digit, statuses) in Codes(technology, svol))
            {
                var local = Has(look, svol ? "svolStatus" : "pvolStatus", statuses, orNone: false);
                var there = Role(svol).And(local);
                var goal = PairStatuses.OfReturnValue(20 + digit, technology);
                // One atom, so that a requirement of it can be written as an assertion.
                var sign = goal is null || side is not null && svol && partner is null ? null : new PairSign(look, [.. goal], svol ? partner : side);
                codes.Add((20 + step + (svol ? 10 : 0) + digit, there.Known is not null || sign is null ? there : Condition.Of($"({there})", sign)));
            }
        }

        return Strict(codes, technology == Technology.UniversalReplicator
            ? "with -ss it ends with 11, or with 42 to 58 for Universal Replicator" : side is null ? $"with -ss it ends with 11, or with {(svolSide ? "32 to 35" : "22 to 25")} on this side of {technology.RunbookName()}" : $"with -ss it ends with 11, or with 22 to 35 for {technology.RunbookName()}");
    }

    /// <summary>The exit status of <c>pairevtwait -nowait</c>.</summary>
    public static Outcome OfEventCheck(DraftStep look, Technology technology) => Strict(
    [
        (1, Has(look, "pvolStatus", ["SMPL"], orNone: true)), (2, Has(look, "pvolStatus", ["COPY", "RCPY"], false)), (3, Has(look, "pvolStatus", ["PAIR"], false)),
        (4, Has(look, "pvolStatus", ["PSUS"], false)), (5, Has(look, "pvolStatus", ["PSUE"], false)), (7, Has(look, "pvolStatus", ["PFUL"], false)), (8, Has(look, "pvolStatus", ["PFUS"], false)),
    ], $"with -nowait it ends with 1 (SMPL) to 8 (PFUS) for {technology.RunbookName()}");

    /// <summary>A line of <c>pairdisplay</c> shows one of these words.</summary>
    /// <param name="pvolLines">Lines of the P-VOLs are shown.</param>
    /// <param name="fine">With <c>-fc</c>, which alone tells SSWS, PFUL, PFUS and RCPY apart.</param>
    public static Condition Shown(DraftStep look, IReadOnlyList<string> words, Technology technology, bool pvolLines, bool svolLines, bool fine)
    {
        var shown = words.SelectMany(w => fine ? [w] : w switch
        {
            "SSUS" => ["SSUS", "SSWS"],
            "PAIR" => ["PAIR", "PFUL"],
            "PSUS" => ["PSUS", "PFUS"],
            "COPY" => ["COPY", "RCPY"],
            _ => new[] { w },
        }).Where(w => Exists(w, technology)).Distinct().ToList();
        var pairs = look.Output("pairs", "[]");
        var parts = shown.SelectMany(w => new[] { pvolLines ? "pvolStatus" : null, svolLines ? "svolStatus" : null }.OfType<string>()
            .Select(side => $"({pairs} | array.map \"{side}\" | array.contains \"{w}\")")).ToList();
        var wanted = shown.SelectMany(w => PairStatuses.Of(w, technology) ?? [w]).Distinct().ToImmutableArray();
        var others = All.Where(s => Exists(s, technology) && !shown.Contains(s)).ToImmutableArray();
        return Condition.Of(parts.Count == 0 ? "false" : $"({string.Join(" || ", parts)})", new PairSign(look, wanted, null), new PairSign(look, others, null));
    }

    private static bool Exists(string status, Technology technology) => status switch
    {
        "PFUL" or "PFUS" => technology == Technology.UniversalReplicator,
        "SSWS" => technology.IsRemote(),
        "RCPY" => !technology.IsRemote(),
        "SSUS" => technology != Technology.ThinImage,
        _ => true,
    };

    private static IEnumerable<(int Digit, string[] Statuses)> Codes(Technology technology, bool svol)
    {
        yield return (2, technology.IsRemote() ? ["COPY"] : ["COPY", "RCPY"]);
        yield return (3, ["PAIR"]);
        yield return (4, svol ? technology.IsRemote() ? ["SSUS", "SSWS"] : ["SSUS"] : ["PSUS"]);
        yield return (5, ["PSUE"]);
        if (technology == Technology.UniversalReplicator)
        {
            yield return (7, ["PFUL"]);
            yield return (8, ["PFUS"]);
        }
    }

    private static Outcome Strict(IReadOnlyList<(int Code, Condition When)> codes, string known) => Outcome.Of(codes, (op, n) =>
    {
        if (op is "==" or "!=" && n < 128 && codes.All(c => c.Code != n))
            throw new NotTurnedException($"it is compared with {n}, and {known}", "correct the code, or the group's technology (--technology), and import again");
    });

    /// <summary>All pairs have one of these, on this side.</summary>
    private static Condition Has(DraftStep look, string member, string[] statuses, bool orNone) => Text(look, member, orNone ? ["", .. statuses]
        : statuses.Length == 2 ? [.. statuses, string.Join(",", statuses.Order(StringComparer.Ordinal))] : statuses);

    private static Condition Text(DraftStep look, string member, string[] texts)
    {
        var found = $"({look.Output("pairs", "[]")} | array.map \"{member}\" | array.sort | array.uniq | array.join \",\")";
        return texts.Length == 1 ? Condition.Of($"{found} == \"{texts[0]}\"")
            : Condition.Of($"([{string.Join(", ", texts.Select(t => $"\"{t}\""))}] | array.contains {found})");
    }
}

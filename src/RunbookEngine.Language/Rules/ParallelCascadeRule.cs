using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1521: clones are split beside an operation on the mirrors that feed them.</summary>
internal static class ParallelCascadeRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        var acting = context.Acting.Where(p => p.Upwards.Any(u => u.Step.Verb?.Name == "parallel") && context.On(p)?.Target is not null).ToList();
        var mirrors = acting.Where(p => context.On(p)!.Technology?.IsRemote() == true).ToList();
        foreach (var clone in acting.Where(p => context.On(p)!.Technology?.IsRemote() == false && p.Step.Verb!.Action is PairAction.Split or PairAction.Create or PairAction.Restore))
        {
            var array = context.On(clone)!.Target!.Array?.Value;
            var mirror = mirrors.FirstOrDefault(m => array is not null && context.PartnerOf(context.On(m)!.Target!) == array && m.OrderTo(clone) == Order.BesideEachOther);
            if (mirror is not null)
            {
                yield return Diagnostic.Warning(Codes.ParallelCascade, clone.Step.At,
                    $"{clone.Step.Title} copies volumes of {array} while {mirror.Step.Title} (line {mirror.Step.At.Line}) changes the mirrors that end there: a clone of a volume under resync is of no use",
                    "put them one after the other");
            }
        }
    }
}

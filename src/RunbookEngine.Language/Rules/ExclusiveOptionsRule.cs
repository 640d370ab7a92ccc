using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Targets;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1506: options that exclude or need each other.</summary>
internal static class ExclusiveOptionsRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) => context.Places.SelectMany(p => p.Step.Verb!.Name switch
    {
        "pair.split" => Split(p.Step),
        "pair.create" => Create(p.Step, context.On(p)?.Technology),
        "pair.resync" => Resync(p.Step, context.On(p)),
        _ => [],
    });

    private static IEnumerable<Diagnostic> Split(Step step)
    {
        foreach (var other in Others(step, "swap"))
            yield return Exclude(other.Key, other.Key.Raw, "swap");
        if (IsTrue(step, "pvolWriteProtect") && step.Argument("svolAccess")?.Text == "read-write")
            yield return Exclude(Key(step, "pvolWriteProtect"), "pvolWriteProtect", "svolAccess: read-write");
        foreach (var other in Others(step, "forceSuspend"))
            yield return Exclude(other.Key, other.Key.Raw, "forceSuspend");
    }

    private static IEnumerable<Diagnostic> Create(Step step, Technology? technology)
    {
        if (IsTrue(step, "quick") && step.Argument("autoSplit") is null)
            yield return Diagnostic.Error(Codes.OptionsExclude, Key(step, "quick").At, "`quick` needs `autoSplit: true`: it says how the split is done");
        var grouped = step.Argument("consistencyGroup") is { } group && Nodes.Boolean(group) != false;
        if (IsTrue(step, "autoSplit") && grouped && technology == Technology.ShadowImage)
            yield return Exclude(Key(step, "autoSplit"), "autoSplit", "consistencyGroup");
    }

    /// <summary>A resync registers pairs in a consistency group, or takes them out, by copy group alone.</summary>
    /// <remarks>Source: REST API guide MK-98RD9014, resynchronizing TrueCopy or global-active device pairs.</remarks>
    private static IEnumerable<Diagnostic> Resync(Step step, OnReference? acted)
    {
        if (acted is { HasPair: true } && step.Argument("consistencyGroup") is not null)
        {
            yield return Diagnostic.Error(Codes.OptionsExclude, Key(step, "consistencyGroup").At,
                "a resync of one pair takes no `consistencyGroup`: pairs are registered in one, or taken out, by copy group", "name the copy group without the pair");
        }
    }

    /// <summary>The other options of a step in which this one is on.</summary>
    private static IEnumerable<MapEntry> Others(Step step, string option) =>
        IsTrue(step, option) ? ((MapNode)step.With!).Entries.Where(e => e.Key.Raw is not "on" && e.Key.Raw != option && Nodes.Boolean(e.Value) != false) : [];

    private static bool IsTrue(Step step, string option) => Nodes.IsTrue(step.Argument(option));

    private static ScalarNode Key(Step step, string option) => ((MapNode)step.With!).Entry(option)!.Key;

    private static Diagnostic Exclude(ScalarNode at, string one, string other) =>
        Diagnostic.Error(Codes.OptionsExclude, at.At, $"`{one}` and `{other}` exclude each other", "keep one of them");
}

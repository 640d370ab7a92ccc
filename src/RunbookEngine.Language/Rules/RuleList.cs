using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>Every rule of the language, in the order they are asked. Shape was checked before; expressions are checked after.</summary>
internal static class RuleList
{
    public static IReadOnlyList<Func<RuleContext, IEnumerable<Diagnostic>>> All { get; } =
    [
        BooleanWordRule.Check,
        DuplicateIdRule.Check,
        OneVerbRule.Check,
        TargetReferenceRule.Check,
        UnusedTargetRule.Check,
        ArrayReferenceRule.Check,
        PartnerRule.Check,
        OverlappingTargetsRule.Check,
        EnvironmentFenceRule.Check,
        ShadowedNameRule.Check,
        MisplacedModifierRule.Check,
        MisplacedStepRule.Check,
        ReachableRule.Check,
        DurationRule.Check,
        TimeOfDayRule.Check,
        LdevRule.Check,
        GlobRule.Check,
        PairConditionRule.Check,
        TriggerRule.Check,
        TicketRule.Check,
        InputDefinitionRule.Check,
        RollbackRule.Check,
        PivotRule.Check,
        ImpossibleWaitRule.Check,
        WaitNoneRule.Check,
        UrByPairRule.Check,
        TechnologyRule.Check,
        ExclusiveOptionsRule.Check,
        CreateRule.Check,
        BranchesCollideRule.Check,
        ApprovalRule.Check,
        ChannelRule.Check,
        ConnectionRule.Check,
        ManualRule.Check,
    ];

    public static IEnumerable<Diagnostic> Check(RuleContext context) => All.SelectMany(rule => rule(context));
}

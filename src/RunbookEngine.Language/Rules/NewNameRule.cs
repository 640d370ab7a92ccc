using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Targets;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1319: the name of a new copy group leaves no room for the names of its device groups.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, creating pairs: copyGroupName.</remarks>
internal static class NewNameRule
{
    /// <summary>Arrays take 31 characters; the device groups are called after the copy group, with P_ and S_ at the end.</summary>
    private const int Longest = 29;

    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where place.Step.Verb!.Name == "pair.create"
        let acted = context.On(place)
        where acted is { Technology: not Technology.ThinImage }
        let name = acted.CopyGroup ?? (acted is { Kind: OnKind.Target, Target.CopyGroups: [var only] } && !Nodes.HasExpression(only) ? only.Raw : null)
        where name?.Length > Longest
        select Diagnostic.Error(Codes.NewName, acted.Node.At, $"`{name}` has {name.Length} characters; the name of a new copy group has at most {Longest}",
            "its device groups get P_ and S_ appended: shorten the name");
}

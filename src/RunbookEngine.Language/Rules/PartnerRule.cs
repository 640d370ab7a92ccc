using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Model;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1207: a remote technology needs exactly one linked partner array; a local one has none.</summary>
internal static class PartnerRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) => context.Runbook.Targets.SelectMany(t => Check(t, context.Environment));

    private static IEnumerable<Diagnostic> Check(TargetDefinition target, EnvironmentModel? environment)
    {
        if (target is not { Technology.Value: var technology, Array: { } array })
            yield break;
        if (!technology.IsRemote())
        {
            if (target.RemoteArray is { } odd)
            {
                yield return Diagnostic.Error(Codes.NoPartner, odd.At,
                    $"{technology.RunbookName()} copies inside one array: there is no remote array", "remove `remoteArray`");
            }

            yield break;
        }

        if (target.RemoteArray is { } same && same.Value == array.Value)
        {
            yield return Diagnostic.Error(Codes.NoPartner, same.At, "the remote array is the array itself");
            yield break;
        }

        if (environment is null || !environment.Arrays.ContainsKey(array.Value))
            yield break;
        var partners = environment.PartnersOf(array.Value);
        if (target.RemoteArray is { } remote)
        {
            if (environment.Arrays.ContainsKey(remote.Value) && !partners.Contains(remote.Value))
            {
                yield return Diagnostic.Error(Codes.NoPartner, remote.At,
                    $"the environment `{environment.Name}` has no link between `{array.Value}` and `{remote.Value}`",
                    $"add it to the environment: links: [[{array.Value}, {remote.Value}]]");
            }
        }
        else if (partners.Count != 1)
        {
            yield return Diagnostic.Error(Codes.NoPartner, array.At,
                partners.Count == 0 ? $"the environment `{environment.Name}` links `{array.Value}` to no other array, and {technology.RunbookName()} needs one"
                    : $"`{array.Value}` is linked to {string.Join(" and ", partners)}: which one is the partner?",
                partners.Count == 0 ? "add the link to the environment's `links`" : $"write remoteArray: {partners[0]}");
        }
    }
}

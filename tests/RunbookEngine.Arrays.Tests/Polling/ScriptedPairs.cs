using System.Collections.Concurrent;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Tests.Fakes;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.Tests.Polling;

/// <summary>Twenty ShadowImage groups behind a scripted array, their state set by the test.</summary>
internal sealed class ScriptedPairs : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<int, HttpResponseMessage>> _answers = new();
    private readonly ConcurrentDictionary<string, int> _reads = new();

    public ScriptedPairs(int groups = 20)
    {
        Sites = new TwoSites();
        Groups = [.. Enumerable.Range(0, groups).Select(i => CopyGroupRef.Of(Technology.ShadowImage, TwoSites.TokyoId, $"g{i}"))];
        foreach (var group in Groups)
        {
            Set(group, "PAIR", 100);
            Sites.TokyoArray.On($"GET local-clone-copypairs?localCloneCopyGroupId={group.Name},{group.Name}P_,{group.Name}S_",
                _ => _answers[group.Name](_reads.AddOrUpdate(group.Name, 1, (_, n) => n + 1)));
        }
    }

    public TwoSites Sites { get; }

    public IReadOnlyList<CopyGroupRef> Groups { get; }

    public int Reads => _reads.Values.Sum();

    public int ReadsOf(CopyGroupRef group) => _reads.GetValueOrDefault(group.Name);

    public void Set(CopyGroupRef group, string status, int progress) => Set(group, _ => ScriptedArray.Answer(200, Pairs(status, progress)));

    /// <param name="group">Which.</param>
    /// <param name="answer">Gets the number of the read, from 1.</param>
    public void Set(CopyGroupRef group, Func<int, HttpResponseMessage> answer) => _answers[group.Name] = answer;

    public static string Pairs(string status, int progress) =>
        $$"""{"data":[{"copyPairName":"v","pvolStatus":"{{status}}","svolStatus":"{{status}}","copyProgressRate":{{progress}},"pvolLdevId":1,"svolLdevId":2}]}""";

    public ValueTask DisposeAsync() => Sites.DisposeAsync();
}

using System.Text;

namespace RunbookEngine.Secrets;

/// <summary>Masks a text that comes in pieces of any size: what may still be a part of a secret is held back until more has come, or the end.</summary>
/// <param name="emit">Takes what is masked, in order.</param>
public sealed class MaskedStream(SecretMask mask, Action<string> emit)
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _held = new();

    /// <summary>One secret behind the other without end is given out as it comes.</summary>
    private static int MostOfOne(SecretMask mask) => (8 * mask.Longest) + 4096;

    public void Add(ReadOnlySpan<char> more)
    {
        lock (_gate)
        {
            _held.Append(more);
            // Only now and then: each look is at all that is held.
            if (_held.Length > 2 * mask.Longest)
                Pass(_held.Length - mask.Longest);
        }
    }

    /// <summary>Gives out what is left. More may come behind it all the same, from a program that outlives the one that was awaited.</summary>
    public void Flush()
    {
        lock (_gate)
            Pass(_held.Length);
    }

    private void Pass(int until)
    {
        if (_held.Length == 0)
            return;
        var text = _held.ToString();
        var found = mask.Find(text, cut: false);
        // A secret that begins before the place and ends behind it is kept whole.
        if (until < text.Length && found.FirstOrDefault(f => f.Start < until && f.End >= until) is { End: > 0 } over)
            until = over.Start > 0 || _held.Length <= MostOfOne(mask) ? over.Start : until;
        if (until == 0)
            return;
        emit(SecretMask.Replace(text, found, until));
        _held.Remove(0, until);
    }
}

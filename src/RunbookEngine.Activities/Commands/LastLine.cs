using System.Text;
using RunbookEngine.Secrets;

namespace RunbookEngine.Activities.Commands;

/// <summary>Tells the last whole line that a program has written, as progress. A line that has not ended may end in the middle of a secret.</summary>
internal sealed class LastLine(SecretMask mask, Action<string> tell)
{
    /// <summary>Characters of what came before that are looked at together with a line.</summary>
    private const int Longest = 8 * 1024;

    private readonly StringBuilder _seen = new();

    public void Add(ReadOnlySpan<char> more)
    {
        _seen.Append(more);
        if (more.IndexOfAny('\n', '\r') >= 0)
        {
            var text = _seen.ToString();
            var whole = text[..(text.AsSpan().LastIndexOfAny('\n', '\r') + 1)];
            if (mask.Apply(whole, cut: true).Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [.., var last])
            {
                tell(last);
            }
        }
        var keep = Math.Max(Longest, mask.Longest);
        if (_seen.Length > 2 * keep)
        {
            _seen.Remove(0, _seen.Length - keep);
        }
    }
}

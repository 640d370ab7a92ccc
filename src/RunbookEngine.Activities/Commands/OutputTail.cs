using System.Text;
using RunbookEngine.Secrets;

namespace RunbookEngine.Activities.Commands;

/// <summary>Keeps the end of a text that may be endless. Only what is masked is cut, so no secret is cut in two.</summary>
internal sealed class OutputTail
{
    private readonly int _limit;
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private readonly MaskedStream _masked;

    /// <param name="limit">Characters kept.</param>
    public OutputTail(int limit, SecretMask mask)
    {
        _limit = limit;
        _masked = new MaskedStream(mask, Keep);
    }

    /// <summary>Something was dropped from the beginning.</summary>
    public bool Cut { get; private set; }

    public void Add(ReadOnlySpan<char> more) => _masked.Add(more);

    public string End()
    {
        _masked.Flush();
        lock (_gate)
        {
            return _text.ToString();
        }
    }

    private void Keep(string more)
    {
        lock (_gate)
        {
            _text.Append(more);
            if (_text.Length > _limit)
            {
                _text.Remove(0, _text.Length - _limit);
                Cut = true;
            }
        }
    }
}

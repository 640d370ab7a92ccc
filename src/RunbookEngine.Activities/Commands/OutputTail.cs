using System.Text;

namespace RunbookEngine.Activities.Commands;

/// <summary>Keeps the end of a text that may be endless.</summary>
/// <param name="limit">Characters kept.</param>
internal sealed class OutputTail(int limit)
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();

    /// <summary>Something was dropped from the beginning.</summary>
    public bool Cut { get; private set; }

    public void Add(ReadOnlySpan<char> more)
    {
        lock (_gate)
        {
            _text.Append(more);
            if (_text.Length > limit)
            {
                _text.Remove(0, _text.Length - limit);
                Cut = true;
            }
        }
    }

    public override string ToString()
    {
        lock (_gate)
        {
            return _text.ToString();
        }
    }
}

using System.Text;

namespace RunbookEngine.Language.Expressions;

/// <summary>A text as it is given to Scriban's parser, with the place in the author's text that each character came from.</summary>
internal sealed class PreparedText
{
    private readonly StringBuilder _text = new();
    private readonly List<int> _origins = [];

    /// <summary>Characters of the author's text.</summary>
    public void Copy(string source, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            _text.Append(source[i]);
            _origins.Add(i);
        }
    }

    /// <summary>Characters that stand for something at <paramref name="origin"/>.</summary>
    public void Put(string text, int origin)
    {
        _text.Append(text);
        for (var i = 0; i < text.Length; i++)
        {
            _origins.Add(origin);
        }
    }

    public void Append(PreparedText other)
    {
        _text.Append(other._text);
        _origins.AddRange(other._origins);
    }

    public int Length => _text.Length;

    /// <summary>The place of a character in the author's text.</summary>
    public int Origin(int index) => _origins.Count == 0 ? 0 : _origins[Math.Clamp(index, 0, _origins.Count - 1)];

    public override string ToString() => _text.ToString();
}

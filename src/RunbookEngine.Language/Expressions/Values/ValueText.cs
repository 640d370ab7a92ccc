using System.Globalization;
using System.Text;

namespace RunbookEngine.Language.Expressions;

/// <summary>The text Scriban prints for a value: null is nothing, strings inside lists are quoted, objects are {a: 1}.</summary>
internal static class ValueText
{
    /// <summary>Lists inside lists beyond this are printed as three dots. Values from JSON have at most this depth.</summary>
    private const int Depth = 64;

    public static string Of(Value value)
    {
        switch (value.Raw)
        {
            case null or Value.EmptyWord:
                return "";
            case string text:
                return text;
            case int number:
                return number.ToString(CultureInfo.InvariantCulture);
            default:
                var builder = new StringBuilder();
                Append(builder, value, false, 0);
                return builder.ToString();
        }
    }

    private static void Append(StringBuilder to, Value value, bool nested, int depth)
    {
        if (depth > Depth)
        {
            to.Append("...");
            return;
        }

        switch (value.Raw)
        {
            case null or Value.EmptyWord:
                to.Append(nested ? "null" : "");
                break;
            case bool b:
                to.Append(b ? "true" : "false");
                break;
            case string s:
                to.Append(nested ? $"\"{StringEscapes.Escape(s)}\"" : s);
                break;
            case DateTimeOffset date:
                to.Append(DateFormat.Format(date, DateFormat.Default));
                break;
            case TimeSpan span:
                to.Append(span.ToString("c", CultureInfo.InvariantCulture));
                break;
            case ValueList list:
                AppendList(to, list, depth);
                break;
            case ValueObject obj:
                AppendObject(to, obj, depth);
                break;
            case FunctionSpec:
                to.Append("<function>");
                break;
            default:
                to.Append(Numbers.Text(value.Raw));
                break;
        }
    }

    private static void AppendList(StringBuilder to, ValueList list, int depth)
    {
        to.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            to.Append(i == 0 ? "" : ", ");
            Append(to, list[i], true, depth + 1);
        }

        to.Append(']');
    }

    private static void AppendObject(StringBuilder to, ValueObject obj, int depth)
    {
        to.Append('{');
        var first = true;
        foreach (var key in obj.Keys)
        {
            to.Append(first ? "" : ", ").Append(key).Append(": ");
            obj.TryGet(key, out var member);
            Append(to, member, true, depth + 1);
            first = false;
        }

        to.Append('}');
    }
}

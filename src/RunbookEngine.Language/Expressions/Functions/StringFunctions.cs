using System.Text;
using static RunbookEngine.Language.Expressions.Parameters;

namespace RunbookEngine.Language.Expressions;

internal static class StringFunctions
{
    public static IEnumerable<FunctionSpec> All { get; } =
    [
        Make("append", "Puts a text behind another.", [Text("text"), Text("with")], a => Join(a, a.Text(0), a.Text(1)),
            ("\"Hello\" | string.append \" World\"", "Hello World")),
        Make("prepend", "Puts a text before another.", [Text("text"), Text("by")], a => Join(a, a.Text(1), a.Text(0)),
            ("\"World\" | string.prepend \"Hello \"", "Hello World")),
        Make("upcase", "Makes all letters large.", [Text("text")], a => a.Text(0).ToUpperInvariant(), ("\"test\" | string.upcase", "TEST")),
        Make("downcase", "Makes all letters small.", [Text("text")], a => a.Text(0).ToLowerInvariant(), ("\"TeSt\" | string.downcase", "test")),
        Make("capitalize", "Makes the first letter large.", [Text("text")], a => Capitalize(a.Text(0)), ("\"test\" | string.capitalize", "Test")),
        Make("capitalizewords", "Makes the first letter of each word large.", [Text("text")], a => CapitalizeWords(a.Text(0)),
            ("\"This is easy\" | string.capitalizewords", "This Is Easy")),
        Make("handleize", "Makes a name of small letters, digits and single dashes.", [Text("text")], a => Handleize(a.Text(0)),
            ("'100% M & Ms!!!' | string.handleize", "100-m-ms")),
        Make("escape", "Writes special characters as escapes.", [Text("text")], a => StringEscapes.Escape(a.Text(0)),
            ("\"Hel\\tlo\\n\\\"W\\\\orld\" | string.escape", "Hel\\tlo\\n\\\"W\\\\orld")),
        Make("literal", "Writes the text as it would be typed, in double quotes.", [Text("text")], a => $"\"{StringEscapes.Escape(a.Text(0))}\"",
            ("'Hello\\n\"World\"' | string.literal", "\"Hello\\n\\\"World\\\"\"")),
        Make("strip", "Removes white space on both sides.", [Text("text")], a => a.Text(0).Trim(), ("'  too many  ' | string.strip", "too many")),
        Make("lstrip", "Removes white space on the left.", [Text("text")], a => a.Text(0).TrimStart(), ("'   too many' | string.lstrip", "too many")),
        Make("rstrip", "Removes white space on the right.", [Text("text")], a => a.Text(0).TrimEnd(), ("'too many   ' | string.rstrip", "too many")),
        Make("strip_newlines", "Removes line ends.", [Text("text")], a => a.Text(0).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal),
            ("\"a\\r\\n b\\nc\" | string.strip_newlines", "a bc")),
        Make("remove", "Removes every occurrence of a text.", [Text("text"), Text("remove")],
            a => a.Text(1).Length == 0 ? a.Text(0) : a.Text(0).Replace(a.Text(1), "", StringComparison.Ordinal),
            ("\"Hello, world. Goodbye, world.\" | string.remove \"world\"", "Hello, . Goodbye, .")),
        Make("remove_first", "Removes the first occurrence of a text, large or small letters alike.", [Text("text"), Text("remove")],
            a => ReplaceOne(a.Text(0), a.Text(1), "", false), ("\"Hello, world. Goodbye, world.\" | string.remove_first \"world\"", "Hello, . Goodbye, world.")),
        Make("remove_last", "Removes the last occurrence of a text, large or small letters alike.", [Text("text"), Text("remove")],
            a => ReplaceOne(a.Text(0), a.Text(1), "", true), ("\"Hello, world. Goodbye, world.\" | string.remove_last \"world\"", "Hello, world. Goodbye, .")),
        Make("replace", "Replaces every occurrence of a text.", [Text("text"), Text("match"), Text("replace")], Replace,
            ("\"Hello, world. Goodbye, world.\" | string.replace \"world\" \"buddy\"", "Hello, buddy. Goodbye, buddy.")),
        Make("replace_first", "Replaces the first occurrence of a text (the last with fromEnd), large or small letters alike.",
            [Text("text"), Text("match"), Text("replace"), new FunctionParameter("fromEnd", ExprType.Bool, "false")],
            a => ReplaceOne(a.Text(0), a.Text(1), a.Text(2), a[3].IsTruthy),
            ("\"Hello, world. Goodbye, world.\" | string.replace_first \"world\" \"buddy\"", "Hello, buddy. Goodbye, world.")),
        Make("slice", "The part from a position on, at most `length` characters. A negative start counts from the end.",
            [Text("text"), Int("start"), Int("length", "the rest")], a => Slice(a.Text(0), a.Int(1), a.Int(2, int.MaxValue)),
            ("\"hello\" | string.slice 1", "ello"), ("\"hello\" | string.slice 1 3", "ell"), ("\"hello\" | string.slice 1 length:3", "ell")),
        Make("slice1", "One character at a position, or `length` of them.", [Text("text"), Int("start"), Int("length", "1")],
            a => Slice(a.Text(0), a.Int(1), a.Int(2, 1)), ("\"hello\" | string.slice1 1", "e"), ("\"hello\" | string.slice1 1 3", "ell")),
        Make("truncate", "Cuts to a length; the ellipsis counts.", [Text("text"), Int("length"), Text("ellipsis", "\"...\"")],
            a => Truncate(a.Text(0), a.Int(1), a.Text(2, "...")), ("\"The cat came back the very next day\" | string.truncate 13", "The cat ca...")),
        Make("truncatewords", "Keeps the first words and adds the ellipsis.", [Text("text"), Int("count"), Text("ellipsis", "\"...\"")],
            a => TruncateWords(a.Text(0), a.Int(1), a.Text(2, "...")),
            ("\"The cat came back the very next day\" | string.truncatewords 4", "The cat came back...")),
        Make("pad_left", "Adds blanks on the left up to a width.", [Text("text"), Int("width")], a => Pad(a).PadLeft(Math.Max(0, a.Int(1))),
            ("\"hello\" | string.pad_left 8", "   hello")),
        Make("pad_right", "Adds blanks on the right up to a width.", [Text("text"), Int("width")], a => Pad(a).PadRight(Math.Max(0, a.Int(1))),
            ("(\"hello\" | string.pad_right 8) + \"|\"", "hello   |")),
        Make("pluralize", "One of two texts: for the number 1 and for all others.", [Int("number"), Text("singular"), Text("plural")],
            a => a.Int(0) == 1 ? a.Text(1) : a.Text(2), ("7 | string.pluralize 'product' 'products'", "products")),
    ];

    private static FunctionSpec Make(
        string name, string summary, FunctionParameter[] parameters, Func<Arguments, string> body, params (string, string)[] examples) => new()
        {
            Name = "string." + name,
            Summary = summary,
            Parameters = parameters,
            Returns = ExprType.String,
            Examples = examples,
            Body = a =>
            {
                var text = body(a);
                a.Budget.Text(text.Length);
                return Value.Of(text);
            },
        };

    private static string Join(Arguments a, string left, string right)
    {
        a.Budget.Text(left.Length + right.Length);
        return left + right;
    }

    private static string Capitalize(string text) => text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..];

    private static string CapitalizeWords(string text)
    {
        var result = text.ToCharArray();
        var afterSpace = true;
        for (var i = 0; i < result.Length; i++)
        {
            if (char.IsWhiteSpace(result[i]))
            {
                afterSpace = true;
            }
            else if (afterSpace && char.IsLetter(result[i]))
            {
                result[i] = char.ToUpperInvariant(result[i]);
                afterSpace = false;
            }
        }

        return new string(result);
    }

    private static string Handleize(string text)
    {
        var builder = new StringBuilder();
        var dashed = false;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                builder.Append(char.ToLowerInvariant(c));
                dashed = false;
            }
            else if (!dashed)
            {
                builder.Append('-');
                dashed = true;
            }
        }

        if (builder.Length > 0 && builder[^1] == '-')
        {
            builder.Length--;
        }

        return builder.ToString();
    }

    private static string Replace(Arguments a)
    {
        var (text, match, replace) = (a.Text(0), a.Text(1), a.Text(2));
        if (text.Length == 0)
        {
            return "";
        }

        if (match.Length == 0)
        {
            throw a.Fail(1, "the text to find is empty");
        }

        var occurrences = 0L;
        for (var at = text.IndexOf(match, StringComparison.Ordinal); at >= 0; at = text.IndexOf(match, at + match.Length, StringComparison.Ordinal))
        {
            occurrences++;
        }

        a.Budget.Text(text.Length + occurrences * Math.Max(0, replace.Length - match.Length));
        return text.Replace(match, replace, StringComparison.Ordinal);
    }

    // Without regard to case, as Scriban searches here.
    private static string ReplaceOne(string text, string match, string replace, bool fromEnd)
    {
        if (text.Length == 0 || match.Length == 0)
        {
            return text;
        }

        var at = fromEnd ? text.LastIndexOf(match, StringComparison.OrdinalIgnoreCase) : text.IndexOf(match, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? text : string.Concat(text.AsSpan(0, at), replace, text.AsSpan(at + match.Length));
    }

    private static string Slice(string text, int start, int length)
    {
        long from = start < 0 ? (long)start + text.Length : start;
        var to = Math.Min(text.Length, from + length);
        from = Math.Max(0, from);
        return from >= to ? "" : text[(int)from..(int)to];
    }

    private static string Truncate(string text, int length, string ellipsis) =>
        text.Length <= length ? text : string.Concat(text.AsSpan(0, Math.Max(0, length - ellipsis.Length)), ellipsis);

    private static string TruncateWords(string text, int count, string ellipsis)
    {
        if (text.Length == 0)
        {
            return "";
        }

        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Take(Math.Max(0, count))) + ellipsis;
    }

    private static string Pad(Arguments a)
    {
        a.Budget.Text(a.Int(1));
        return a.Text(0);
    }
}

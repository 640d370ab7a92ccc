using static RunbookEngine.Language.Expressions.Parameters;

namespace RunbookEngine.Language.Expressions;

internal static class TextFunctions
{
    public static IEnumerable<FunctionSpec> All { get; } =
    [
        Make("append", "Puts a text behind another.", [Text("text"), Text("with")],
            ("\"Hello\" | string.append \" World\"", "Hello World")),
        Make("prepend", "Puts a text before another.", [Text("text"), Text("by")],
            ("\"World\" | string.prepend \"Hello \"", "Hello World")),
        Make("upcase", "Makes all letters large.", [Text("text")], ("\"test\" | string.upcase", "TEST")),
        Make("downcase", "Makes all letters small.", [Text("text")], ("\"TeSt\" | string.downcase", "test")),
        Make("capitalize", "Makes the first letter large.", [Text("text")], ("\"test\" | string.capitalize", "Test")),
        Make("capitalizewords", "Makes the first letter of each word large.", [Text("text")],
            ("\"This is easy\" | string.capitalizewords", "This Is Easy")),
        Make("handleize", "Makes a name of small letters, digits and single dashes.", [Text("text")],
            ("'100% M & Ms!!!' | string.handleize", "100-m-ms")),
        Make("escape", "Writes special characters as escapes.", [Text("text")],
            ("\"Hel\\tlo\\n\\\"W\\\\orld\" | string.escape", "Hel\\tlo\\n\\\"W\\\\orld")),
        Make("literal", "Writes the text as it would be typed, in double quotes.", [Text("text")],
            ("'Hello\\n\"World\"' | string.literal", "\"Hello\\n\\\"World\\\"\"")),
        Make("strip", "Removes white space on both sides.", [Text("text")], ("'  too many  ' | string.strip", "too many")),
        Make("lstrip", "Removes white space on the left.", [Text("text")], ("'   too many' | string.lstrip", "too many")),
        Make("rstrip", "Removes white space on the right.", [Text("text")], ("'too many   ' | string.rstrip", "too many")),
        Make("strip_newlines", "Removes line ends.", [Text("text")],
            ("\"a\\r\\n b\\nc\" | string.strip_newlines", "a bc")),
        Make("remove", "Removes every occurrence of a text.", [Text("text"), Text("remove")],
            ("\"Hello, world. Goodbye, world.\" | string.remove \"world\"", "Hello, . Goodbye, .")),
        Make("remove_first", "Removes the first occurrence of a text, large or small letters alike.", [Text("text"), Text("remove")], ("\"Hello, world. Goodbye, world.\" | string.remove_first \"world\"", "Hello, . Goodbye, world.")),
        Make("remove_last", "Removes the last occurrence of a text, large or small letters alike.", [Text("text"), Text("remove")], ("\"Hello, world. Goodbye, world.\" | string.remove_last \"world\"", "Hello, world. Goodbye, .")),
        Make("replace", "Replaces every occurrence of a text.", [Text("text"), Text("match"), Text("replace")],
            ("\"Hello, world. Goodbye, world.\" | string.replace \"world\" \"buddy\"", "Hello, buddy. Goodbye, buddy.")),
        Make("replace_first", "Replaces the first occurrence of a text (the last with fromEnd), large or small letters alike.",
            [Text("text"), Text("match"), Text("replace"), new FunctionParameter("fromEnd", ExprType.Bool, "false")],
            ("\"Hello, world. Goodbye, world.\" | string.replace_first \"world\" \"buddy\"", "Hello, buddy. Goodbye, world.")),
        Make("slice", "The part from a position on, at most `length` characters. A negative start counts from the end.",
            [Text("text"), Int("start"), Int("length", "the rest")], Slice,
            ("\"hello\" | string.slice 1", "ello"), ("\"hello\" | string.slice 1 3", "ell"), ("\"hello\" | string.slice 1 length:3", "ell")),
        Make("slice1", "One character at a position, or `length` of them.", [Text("text"), Int("start"), Int("length", "1")], ("\"hello\" | string.slice1 1", "e"), ("\"hello\" | string.slice1 1 3", "ell")),
        Make("truncate", "Cuts to a length; the ellipsis counts.", [Text("text"), Int("length"), Text("ellipsis", "\"...\"")], ("\"The cat came back the very next day\" | string.truncate 13", "The cat ca...")),
        Make("truncatewords", "Keeps the first words and adds the ellipsis.", [Text("text"), Int("count"), Text("ellipsis", "\"...\"")],
            TruncateWords, ("\"The cat came back the very next day\" | string.truncatewords 4", "The cat came back...")),
        Make("pad_left", "Adds blanks on the left up to a width.", [Text("text"), Int("width")], a => a.Text(0).PadLeft(Width(a)),
            ("\"hello\" | string.pad_left 8", "   hello")),
        Make("pad_right", "Adds blanks on the right up to a width.", [Text("text"), Int("width")], a => a.Text(0).PadRight(Width(a)),
            ("(\"hello\" | string.pad_right 8) + \"|\"", "hello   |")),
        Make("pluralize", "One of two texts: for the number 1 and for all others.", [Int("number"), Text("singular"), Text("plural")], ("7 | string.pluralize 'product' 'products'", "products")),
    ];

    private static FunctionSpec Make(string name, string summary, FunctionParameter[] parameters, params (string, string)[] examples) =>
        Make(name, summary, parameters, null, examples);

    private static FunctionSpec Make(
        string name, string summary, FunctionParameter[] parameters, Func<Arguments, object?>? body, params (string, string)[] examples) => new()
        {
            Name = "string." + name,
            Summary = summary,
            Parameters = parameters,
            Returns = ExprType.String,
            Examples = examples,
            Body = body,
        };

    private static int Width(Arguments a)
    {
        a.Context.Budget.Text(a.Int(1));
        return Math.Max(0, a.Int(1));
    }

    // A start before the text is its start, a length below 0 is none; Scriban gives nothing, and an error.
    private static object? Slice(Arguments a)
    {
        var text = a.Text(0);
        long from = a.Int(1) < 0 ? (long)a.Int(1) + text.Length : a.Int(1);
        var to = Math.Min(text.Length, from + a.Int(2, int.MaxValue));
        from = Math.Max(0, from);
        return from >= to ? "" : text[(int)from..(int)to];
    }

    // With the ellipsis that is given, which Scriban forgets, and without words of no characters.
    private static object? TruncateWords(Arguments a)
    {
        var text = a.Text(0);
        if (text.Length == 0)
        {
            return "";
        }

        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Take(Math.Max(0, a.Int(1)))) + a.Text(2, "...");
    }
}

using static RunbookEngine.Language.Expressions.Parameters;

namespace RunbookEngine.Language.Expressions;

/// <summary>Texts tested, measured, cut into lists, read as numbers, hashed.</summary>
internal static class TextConversions
{
    public static IEnumerable<FunctionSpec> All { get; } =
    [
        Test("contains", "Whether a text occurs in another.", [Text("text"), Text("value")],
            ("\"This is easy\" | string.contains \"easy\"", "true")),
        Test("starts_with", "Whether a text begins with another.", [Text("text"), Text("value")],
            ("\"This is easy\" | string.starts_with \"This\"", "true")),
        Test("ends_with", "Whether a text ends with another.", [Text("text"), Text("value")],
            ("\"This is easy\" | string.ends_with \"easy\"", "true")),
        Test("equals_ignore_case", "Whether two texts differ only in large and small letters.", [Text("text"), Text("value")], ("\"Runbook\" | string.equals_ignore_case \"RUNBOOK\"", "true")),
        Test("empty", "Whether a text is null or has no characters.", [new FunctionParameter("text", ExprType.String, AcceptsNull: true)],
            ("\"\" | string.empty", "true")),
        Test("whitespace", "Whether a text is null, empty or only white space.", [new FunctionParameter("text", ExprType.String, AcceptsNull: true)], ("\"\" | string.whitespace", "true")),
        Make("size", "The number of characters.", ExprType.Int, [Text("text")], ("\"test\" | string.size", "4")),
        Make("index_of", "The position of a text in another, from 0; -1 if it is not there.", ExprType.Int,
            [Text("text"), Text("search"), Int("startIndex", "0"), Int("count", "the rest"), Text("stringComparison", "\"Ordinal\"")], IndexOf,
            ("\"hello\" | string.index_of \"l\"", "2")),
        Make("split", "Cuts a text at every occurrence of another; empty parts are left out.", ExprType.ListOf(ExprType.String), [Text("text"), Text("match")],
            ("\"Hi, how are you\" | string.split ' '", "[\"Hi,\", \"how\", \"are\", \"you\"]")),
        Make("to_int", "Reads a 32 bit whole number; null if it is none.", ExprType.Int.OrNull(), [Text("text")],
            ("\"123\" | string.to_int + 1", "124")),
        Make("to_long", "Reads a 64 bit whole number; null if it is none.", ExprType.Int.OrNull(), [Text("text")],
            ("\"123678912345678\" | string.to_long + 1", "123678912345679")),
        Make("to_float", "Reads a 32 bit number; null if it is none.", ExprType.Number.OrNull(), [Text("text")],
            ("\"123.4\" | string.to_float + 1", "124.4")),
        Make("to_double", "Reads a 64 bit number; null if it is none.", ExprType.Number.OrNull(), [Text("text")],
            ("\"123.4\" | string.to_double + 1", "124.4")),
        Make("base64_encode", "Base64 of the text's UTF-8 bytes.", ExprType.String, [Text("text")], ("\"hello\" | string.base64_encode", "aGVsbG8=")),
        Make("base64_decode", "The UTF-8 text written in Base64.", ExprType.String, [Text("text")], ("\"aGVsbG8=\" | string.base64_decode", "hello")),
        Hash("md5", "098f6bcd4621d373cade4e832627b4f6"),
        Hash("sha1", "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3"),
        Hash("sha256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        Hash("sha512",
            "ee26b0dd4af7e749aa1a8ee3c10ae9923f618980772e473f8819a5d4940e0db27ac185f8a0e1d5f84f88bc887fd67b143732c304cc5fa9ad8e6f57f50028a8ff"),
        Hmac("hmac_sha1", "1aa349585ed7ecbd3b9c486a30067e395ca4b356"),
        Hmac("hmac_sha256", "0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c0914"),
        Hmac("hmac_sha512",
            "f8a4f0a209167bc192a1bffaa01ecdb09e06c57f96530d92ec9ccea0090d290e55071306d6b654f26ae0c8721f7e48a2d7130b881151f2cec8d61d941a6be88a"),
    ];

    private static FunctionSpec Make(string name, string summary, ExprType returns, FunctionParameter[] parameters, params (string, string)[] examples) =>
        Make(name, summary, returns, parameters, null, examples);

    private static FunctionSpec Make(
        string name, string summary, ExprType returns, FunctionParameter[] parameters, Func<Arguments, object?>? body, params (string, string)[] examples) => new()
        {
            Name = "string." + name,
            Summary = summary,
            Parameters = parameters,
            Returns = returns,
            Examples = examples,
            Body = body,
        };

    // Without the comparisons that hang on a culture.
    private static object? IndexOf(Arguments a)
    {
        var text = a.Text(0);
        var start = a.Int(2, 0);
        if (!Enum.TryParse<StringComparison>(a.Text(4, nameof(StringComparison.Ordinal)), out var comparison))
        {
            throw a.Fail(4, "there is no such comparison", "Ordinal or OrdinalIgnoreCase");
        }

        var ignoreCase = comparison is StringComparison.OrdinalIgnoreCase or StringComparison.CurrentCultureIgnoreCase or StringComparison.InvariantCultureIgnoreCase;
        return text.IndexOf(a.Text(1), start, a.Int(3, text.Length - start), ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }

    private static FunctionSpec Test(string name, string summary, FunctionParameter[] parameters, params (string, string)[] examples) =>
        Make(name, summary, ExprType.Bool, parameters, examples);

    private static FunctionSpec Hash(string name, string result) =>
        Make(name, $"The {name} hash of the text's UTF-8 bytes in hexadecimal.", ExprType.String, [Text("text")], ($"\"test\" | string.{name}", result));

    private static FunctionSpec Hmac(string name, string result) =>
        Make(name, $"The {name[5..]} message code of a text under a key, in hexadecimal.", ExprType.String, [Text("text"), Text("secretKey")],
            ($"\"test\" | string.{name} \"secret\"", result));
}

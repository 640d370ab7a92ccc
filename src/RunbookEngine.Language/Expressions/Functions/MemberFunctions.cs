using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scriban.Runtime;
using static RunbookEngine.Language.Expressions.Parameters;

namespace RunbookEngine.Language.Expressions;

/// <summary>Functions of objects and of values of any kind. They are ours: objects are read lazily, and JSON is .NET's.</summary>
internal static class MemberFunctions
{
    private const int JsonDepth = 64;

    public static IEnumerable<FunctionSpec> All { get; } =
    [
        new FunctionSpec
        {
            Name = "object.default",
            Summary = "The value, or another one when it is null, missing or an empty text.",
            Parameters = [Any("value"), Any("default")],
            Returns = ExprType.Any,
            FirstIsOptional = true,
            Examples = [("null | object.default \"Yo\"", "Yo"), ("\"\" | object.default \"Yo\"", "Yo"), ("{}.name | object.default \"Yo\"", "Yo")],
            Body = a => a[0] is null or "" ? a[1] : a[0],
            Infer = t => t[0].NotNull().Or(t[1]),
        },
        Make("format", "Writes a number or a date in a .NET format.", [Any("value"), Text("format"), Text("culture", "\"\"")], ExprType.String,
            a => a[0] is null ? "" : a[0] is IFormattable value and not IScriptObject
                ? NumberFunctions.Formatted(a, value) : throw a.Fail(0, $"{RawValues.Named(a[0])} has no formats"),
            ("255 | object.format \"X4\"", "00FF"), ("1523 | object.format \"N2\"", "1,523.00")),
        Make("has_key", "Whether an object has a member.", [Any("value"), Text("key")], ExprType.Bool,
            a => RawValues.Object(a[0]) is { } obj && obj.Contains(a.Text(1)), ("{ title: null } | object.has_key \"title\"", "true")),
        Make("has_value", "Whether an object has a member that is not null.", [Any("value"), Text("key")], ExprType.Bool,
            a => RawValues.Object(a[0]) is { } obj && RawValues.Member(obj, a.Text(1), a.Context) is not null,
            ("{ title: null } | object.has_value \"title\"", "false")),
        Make("keys", "The names of an object's members.", [Any("value")], ExprType.ListOf(ExprType.String), Keys, ("{ title: 1, type: 2 } | object.keys", "[\"title\", \"type\"]")),
        Make("values", "The values of an object's members.", [Any("value")], ExprType.List, Values, ("{ title: 1, type: 2 } | object.values", "[1, 2]")),
        Make("size", "Characters of a text, elements of a list, members of an object; otherwise 0.", [Any("value")], ExprType.Int, Size,
            ("[1, 2, 3] | object.size", "3"), ("{ a: 1 } | object.size", "1")),
        Make("typeof", "The type in a word: boolean, number, string, iterator, array, object; null for null.", [Any("value")], ExprType.String.OrNull(),
            a => Typeof(a[0]), ("1.0 | object.typeof", "number"), ("1..5 | object.typeof", "iterator"), ("[1, 2] | object.typeof", "array")),
        Make("kind", "The exact type: bool, int, long, bigint, float, double, decimal, string, range, array, object; null for null.", [Any("value")],
            ExprType.String.OrNull(), a => Kind(a[0]), ("1 | object.kind", "int"), ("1.0 | object.kind", "double"), ("1..5 | object.kind", "range")),
        Make("to_json", "The value as JSON.", [Any("value")], ExprType.String, ToJson, ("{ foo: \"bar\", baz: [1, 2, 3] } | object.to_json", "{\"foo\":\"bar\",\"baz\":[1,2,3]}")),
        Make("from_json", "The value written as JSON.", [Text("json")], ExprType.Any, FromJson, ("(`{ \"foo\": 123 }` | object.from_json).foo", "123")),
    ];

    private static FunctionSpec Make(
        string name, string summary, FunctionParameter[] parameters, ExprType returns, Func<Arguments, object?> body, params (string, string)[] examples) => new()
        {
            Name = "object." + name,
            Summary = summary,
            Parameters = parameters,
            Returns = returns,
            Examples = examples,
            Body = body,
        };

    private static object? Keys(Arguments a) => new ScriptArray(RawValues.Object(a[0])?.GetMembers() ?? []);

    private static object? Values(Arguments a) => RawValues.Object(a[0]) is { } obj
        ? new ScriptArray(obj.GetMembers().Select(key => RawValues.Member(obj, key, a.Context))) : new ScriptArray();

    private static object? Size(Arguments a) => a[0] is string text ? text.Length : RawValues.List(a[0])?.Count ?? RawValues.Object(a[0])?.Count ?? 0;

    private static string? Typeof(object? value) => value switch
    {
        null => null,
        bool => "boolean",
        string => "string",
        ScriptRange => "iterator",
        ScriptArray => "array",
        _ => RawValues.IsNumber(value) ? "number" : "object",
    };

    private static string? Kind(object? value) => value switch
    {
        null => null,
        bool => "bool",
        int => "int",
        long => "long",
        BigInteger => "bigint",
        float => "float",
        double => "double",
        decimal => "decimal",
        string => "string",
        DateTimeOffset => "datetime",
        TimeSpan => "timespan",
        ScriptRange => "range",
        ScriptArray => "array",
        CheckedFunction => "function",
        _ => "object",
    };

    private static object? ToJson(Arguments a) => Value.OfRaw(a[0]).ToJson()?.ToJsonString(JsonStyle.Plain) ?? "null";

    private static object? FromJson(Arguments a)
    {
        try
        {
            return JsonValues.From(JsonNode.Parse(a.Text(0), documentOptions: new JsonDocumentOptions { MaxDepth = JsonDepth }));
        }
        catch (JsonException)
        {
            throw a.Fail(0, "this is not JSON");
        }
    }

    private static class JsonStyle
    {
        // Letters stay letters; only what JSON needs is escaped.
        public static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    }
}

using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using static RunbookEngine.Language.Expressions.Parameters;

namespace RunbookEngine.Language.Expressions;

internal static class ObjectFunctions
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
            Body = a => a[0].IsNull || a[0].Raw is "" ? a[1] : a[0],
            Infer = t => t[0].NotNull().Or(t[1]),
        },
        Make("format", "Writes a number or a date in a .NET format.", [Any("value"), Text("format"), Text("culture", "\"\"")], ExprType.String,
            a => a[0].IsNull ? Value.Of("") : a[0].Raw is IFormattable value
                ? Value.Of(MathFunctions.Formatted(a, value)) : throw a.Fail(0, $"{Kinds.Named(a[0].Kind)} has no formats"),
            ("255 | object.format \"X4\"", "00FF"), ("1523 | object.format \"N2\"", "1,523.00")),
        Make("has_key", "Whether an object has a member.", [Any("value"), Text("key")], ExprType.Bool,
            a => Value.Of(a[0].TryGetObject(out var obj) && obj.TryGet(a.Text(1), out _)), ("{ title: null } | object.has_key \"title\"", "true")),
        Make("has_value", "Whether an object has a member that is not null.", [Any("value"), Text("key")], ExprType.Bool,
            a => Value.Of(a[0].TryGetObject(out var obj) && obj.TryGet(a.Text(1), out var member) && !member.IsNull),
            ("{ title: null } | object.has_value \"title\"", "false")),
        Make("keys", "The names of an object's members.", [Any("value")], ExprType.ListOf(ExprType.String), Keys, ("{ title: 1, type: 2 } | object.keys", "[\"title\", \"type\"]")),
        Make("values", "The values of an object's members.", [Any("value")], ExprType.List, Values, ("{ title: 1, type: 2 } | object.values", "[1, 2]")),
        Make("size", "Characters of a text, elements of a list, members of an object; otherwise 0.", [Any("value")], ExprType.Int, Size,
            ("[1, 2, 3] | object.size", "3"), ("{ a: 1 } | object.size", "1")),
        Make("typeof", "The type in a word: boolean, number, string, iterator, array, object; null for null.", [Any("value")], ExprType.String.OrNull(),
            a => Value.Of(Typeof(a[0])), ("1.0 | object.typeof", "number"), ("1..5 | object.typeof", "iterator"), ("[1, 2] | object.typeof", "array")),
        Make("kind", "The exact type: bool, int, long, bigint, float, double, decimal, string, range, array, object; null for null.", [Any("value")],
            ExprType.String.OrNull(), a => Value.Of(Kind(a[0])), ("1 | object.kind", "int"), ("1.0 | object.kind", "double"), ("1..5 | object.kind", "range")),
        Make("to_json", "The value as JSON.", [Any("value")], ExprType.String, ToJson, ("{ foo: \"bar\", baz: [1, 2, 3] } | object.to_json", "{\"foo\":\"bar\",\"baz\":[1,2,3]}")),
        Make("from_json", "The value written as JSON.", [Text("json")], ExprType.Any, FromJson, ("(`{ \"foo\": 123 }` | object.from_json).foo", "123")),
    ];

    private static FunctionSpec Make(
        string name, string summary, FunctionParameter[] parameters, ExprType returns, Func<Arguments, Value> body, params (string, string)[] examples) => new()
        {
            Name = "object." + name,
            Summary = summary,
            Parameters = parameters,
            Returns = returns,
            Examples = examples,
            Body = body,
        };

    private static Value Keys(Arguments a)
    {
        a[0].TryGetObject(out var obj);
        a.Budget.Items(obj.Count);
        return Value.Of(obj.Keys.Select(Value.Of));
    }

    private static Value Values(Arguments a)
    {
        a[0].TryGetObject(out var obj);
        a.Budget.Items(obj.Count);
        return Value.Of(obj.Keys.Select(key => obj.TryGet(key, out var value) ? value : Value.Null));
    }

    private static Value Size(Arguments a) => Value.Of(a[0].Raw switch
    {
        string text => text.Length,
        ValueList list => list.Count,
        ValueObject obj => obj.Count,
        _ => 0,
    });

    private static string? Typeof(Value value) => value.Raw switch
    {
        null => null,
        bool => "boolean",
        string => "string",
        ValueList list => list.IsRange ? "iterator" : "array",
        var raw when Numbers.IsNumber(raw) => "number",
        _ => "object",
    };

    private static string? Kind(Value value) => value.Raw switch
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
        ValueList list => list.IsRange ? "range" : "array",
        FunctionSpec => "function",
        _ => "object",
    };

    private static Value ToJson(Arguments a)
    {
        var text = a[0].ToJson()?.ToJsonString(JsonStyle.Plain) ?? "null";
        a.Budget.Text(text.Length);
        return Value.Of(text);
    }

    private static Value FromJson(Arguments a)
    {
        var text = a.Text(0);
        a.Budget.Text(text.Length);
        try
        {
            return Value.Of(JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = JsonDepth }));
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

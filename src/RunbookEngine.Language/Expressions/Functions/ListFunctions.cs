using Scriban.Runtime;
using static RunbookEngine.Language.Expressions.Parameters;

namespace RunbookEngine.Language.Expressions;

/// <summary>Functions of lists. Scriban's where no body is given.</summary>
internal static class ListFunctions
{
    public static IEnumerable<FunctionSpec> All { get; } =
    [
        Make("add", "The list with one more element at its end.", [List("list"), Any("value")], AddedType, Add, ("[1, 2, 3] | array.add 4", "[1, 2, 3, 4]")),
        Make("add_range", "One list behind another.", [List("list1"), List("list2")], t => t[0].Or(t[1]), null, ("[1, 2, 3] | array.add_range [4, 5]", "[1, 2, 3, 4, 5]")),
        Make("concat", "One list behind another.", [List("list1"), List("list2")], t => t[0].Or(t[1]), null, ("[1, 2, 3] | array.concat [4, 5]", "[1, 2, 3, 4, 5]")),
        Make("compact", "The list without its nulls.", [List("list")], t => ExprType.ListOf(Element(t).NotNull()), null, ("[1, null, 3] | array.compact", "[1, 3]")),
        Make("contains", "Whether an element of the list equals a value.", [List("list"), Any("item")], _ => ExprType.Bool,
            a => a.List(0).Cast<object?>().Any(item => RawValues.Same(item, a[1])), ("[1, 2, 3, 4] | array.contains 4", "true")),
        Make("first", "The first element, null for an empty list.", [List("list")], t => Element(t).OrNull(), null, ("[4, 5, 6] | array.first", "4")),
        Make("last", "The last element, null for an empty list.", [List("list")], t => Element(t).OrNull(), null, ("[4, 5, 6] | array.last", "6")),
        Make("insert_at", "The list with a value put in at a position; gaps are filled with null.", [List("list"), Int("index"), Any("value")],
            t => AddedType([t[0], t[2]]), null, ("[\"a\", \"b\", \"c\"] | array.insert_at 2 \"Yo\"", "[\"a\", \"b\", \"Yo\", \"c\"]")),
        Make("join", "The elements as one text with a delimiter between them; a function may change each text before.",
            [List("list"), Text("delimiter"), Function("function", "none")], _ => ExprType.String, null,
            ("[1, 2, 3] | array.join \"|\"", "1|2|3"), ("[\"a\", \"b\"] | array.join \",\" @string.upcase", "A,B")),
        Make("limit", "At most so many elements from the start.", [List("list"), Int("count")], t => t[0], null, ("[4, 5, 6] | array.limit 2", "[4, 5]")),
        Make("offset", "The elements from a position on.", [List("list"), Int("index")], t => t[0], null, ("[4, 5, 6, 7, 8] | array.offset 2", "[6, 7, 8]")),
        Make("map", "One member of each element; elements without it are left out.", [List("list"), Text("member")], _ => ExprType.List, null,
            ("[{ n: \"a\", id: 1 }, { n: \"b\", id: 2 }] | array.map \"id\"", "[1, 2]")),
        Make("remove_at", "The list without the element at a position; -1 is the last.", [List("list"), Int("index")], t => t[0], null,
            ("[4, 5, 6, 7, 8] | array.remove_at 2", "[4, 5, 7, 8]"), ("[4, 5, 6, 7, 8] | array.remove_at (-1)", "[4, 5, 6, 7]")),
        Make("reverse", "The elements from last to first.", [List("list")], t => t[0], null, ("[4, 5, 6, 7] | array.reverse", "[7, 6, 5, 4]")),
        Make("size", "The number of elements.", [List("list")], _ => ExprType.Int, null, ("[4, 5, 6] | array.size", "3")),
        Make("sort", "The elements in order, by their value or by the value of a member.", [List("list"), Text("member", "none")], t => t[0], Sort,
            ("[10, 2, 6] | array.sort", "[2, 6, 10]"), ("[{ n: \"b\" }, { n: \"a\" }] | array.sort \"n\" | array.map \"n\"", "[\"a\", \"b\"]")),
        Make("uniq", "Each element once, at its first place.", [List("list")], t => t[0],
            a => new ScriptRange(a.List(0).Cast<object?>().DistinctBy(item => Value.OfRaw(item))), ("[1, 1, 4, 5, 8, 8] | array.uniq", "[1, 4, 5, 8]")),
        Make("each", "Every element changed by a function.", [List("list"), Function("function")], _ => ExprType.List, null,
            ("[\" a\", \" 5\", \"6 \"] | array.each @string.strip", "[\"a\", \"5\", \"6\"]")),
        Make("filter", "The elements for which a function answers true.", [List("list"), Function("function")], t => t[0], null,
            ("[\"\", \"200\", \"\", \"400\"] | array.filter @string.empty", "[\"\", \"\"]")),
        new FunctionSpec
        {
            Name = "array.any",
            Summary = "Whether a function answers true for an element; further arguments go to the function.",
            Parameters = [List("list"), Function("function")],
            TakesRest = true,
            Returns = ExprType.Bool,
            Examples = [("[\" hello\", \" world\", \"20\"] | array.any @string.contains \"20\"", "true")],
        },
    ];

    private static ExprType Element(IReadOnlyList<ExprType> types) => types[0].Element ?? ExprType.Any;

    private static ExprType AddedType(IReadOnlyList<ExprType> types) => ExprType.ListOf(Element(types).Or(types[1]));

    private static FunctionSpec Make(
        string name, string summary, FunctionParameter[] parameters, Func<IReadOnlyList<ExprType>, ExprType> infer, Func<Arguments, object?>? body,
        params (string, string)[] examples) => new()
        {
            Name = "array." + name,
            Summary = summary,
            Parameters = parameters,
            Returns = infer([.. parameters.Select(p => p.Type)]),
            Examples = examples,
            Body = body,
            Infer = infer,
        };

    // A range stays one.
    private static object? Add(Arguments a)
    {
        var list = new ScriptArray(a.List(0)) { a[1] };
        return a[0] is ScriptRange ? new ScriptRange(list) : list;
    }

    private static object? Sort(Arguments a)
    {
        var member = a.Text(1, "");
        var keyed = a.List(0).Cast<object?>().Select(item => (Item: item, Key: member.Length == 0 ? item : a.Context.TryMember(item, member, out var key) ? key : null));
        return new ScriptArray(keyed.OrderBy(pair => pair.Key, new Order(a)).Select(pair => pair.Item).ToList());
    }

    // Numbers by amount and texts in one fixed order; Scriban refuses to sort 1 beside 1.5.
    private sealed class Order(Arguments a) : IComparer<object?>
    {
        public int Compare(object? x, object? y)
        {
            a.Context.Budget.Step();
            return (x, y) switch
            {
                (null, null) => 0,
                (null, _) => -1,
                (_, null) => 1,
                (string s, string t) => TextOrder.Compare(s, t),
                (bool s, bool t) => s.CompareTo(t),
                (DateTimeOffset s, DateTimeOffset t) => s.CompareTo(t),
                (TimeSpan s, TimeSpan t) => s.CompareTo(t),
                _ when RawValues.IsNumber(x) && RawValues.IsNumber(y) => RawValues.Compare(x, y),
                _ => throw a.Fail(0, $"{RawValues.Named(x)} and {RawValues.Named(y)} have no order"),
            };
        }
    }
}

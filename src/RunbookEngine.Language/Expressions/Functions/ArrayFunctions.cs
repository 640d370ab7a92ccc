using static RunbookEngine.Language.Expressions.Parameters;

namespace RunbookEngine.Language.Expressions;

internal static class ArrayFunctions
{
    public static IEnumerable<FunctionSpec> All { get; } =
    [
        Make("add", "The list with one more element at its end.", [List("list"), Any("value")], AddedType, Add, ("[1, 2, 3] | array.add 4", "[1, 2, 3, 4]")),
        Make("add_range", "One list behind another.", [List("list1"), List("list2")], t => t[0].Or(t[1]), Concat, ("[1, 2, 3] | array.add_range [4, 5]", "[1, 2, 3, 4, 5]")),
        Make("concat", "One list behind another.", [List("list1"), List("list2")], t => t[0].Or(t[1]), Concat, ("[1, 2, 3] | array.concat [4, 5]", "[1, 2, 3, 4, 5]")),
        Make("compact", "The list without its nulls.", [List("list")], t => ExprType.ListOf(Element(t).NotNull()),
            a => Range(a, a.List(0).Where(v => !v.IsNull)), ("[1, null, 3] | array.compact", "[1, 3]")),
        Make("contains", "Whether an element of the list equals a value.", [List("list"), Any("item")], _ => ExprType.Bool,
            a => Value.Of(a.List(0).Any(v => v.Equals(a[1]))), ("[1, 2, 3, 4] | array.contains 4", "true")),
        Make("first", "The first element, null for an empty list.", [List("list")], t => Element(t).OrNull(),
            a => a.List(0) is { Count: > 0 } list ? list[0] : Value.Null, ("[4, 5, 6] | array.first", "4")),
        Make("last", "The last element, null for an empty list.", [List("list")], t => Element(t).OrNull(),
            a => a.List(0) is { Count: > 0 } list ? list[^1] : Value.Null, ("[4, 5, 6] | array.last", "6")),
        Make("insert_at", "The list with a value put in at a position; gaps are filled with null.", [List("list"), Int("index"), Any("value")],
            t => AddedType([t[0], t[2]]), InsertAt, ("[\"a\", \"b\", \"c\"] | array.insert_at 2 \"Yo\"", "[\"a\", \"b\", \"Yo\", \"c\"]")),
        Make("join", "The elements as one text with a delimiter between them; a function may change each text before.",
            [List("list"), Text("delimiter"), Function("function", "none")], _ => ExprType.String, Join,
            ("[1, 2, 3] | array.join \"|\"", "1|2|3"), ("[\"a\", \"b\"] | array.join \",\" @string.upcase", "A,B")),
        Make("limit", "At most so many elements from the start.", [List("list"), Int("count")], t => t[0],
            a => Range(a, a.List(0).Take(a.Int(1))), ("[4, 5, 6] | array.limit 2", "[4, 5]")),
        Make("offset", "The elements from a position on.", [List("list"), Int("index")], t => t[0],
            a => Range(a, a.List(0).Skip(a.Int(1))), ("[4, 5, 6, 7, 8] | array.offset 2", "[6, 7, 8]")),
        Make("map", "One member of each element; elements without it are left out.", [List("list"), Text("member")], _ => ExprType.List, Map,
            ("[{ n: \"a\", id: 1 }, { n: \"b\", id: 2 }] | array.map \"id\"", "[1, 2]")),
        Make("remove_at", "The list without the element at a position; -1 is the last.", [List("list"), Int("index")], t => t[0], RemoveAt,
            ("[4, 5, 6, 7, 8] | array.remove_at 2", "[4, 5, 7, 8]"), ("[4, 5, 6, 7, 8] | array.remove_at (-1)", "[4, 5, 6, 7]")),
        Make("reverse", "The elements from last to first.", [List("list")], t => t[0], a => Range(a, a.List(0).Reverse()), ("[4, 5, 6, 7] | array.reverse", "[7, 6, 5, 4]")),
        Make("size", "The number of elements.", [List("list")], _ => ExprType.Int, a => Value.Of(a.List(0).Count), ("[4, 5, 6] | array.size", "3")),
        Make("sort", "The elements in order, by their value or by the value of a member.", [List("list"), Text("member", "none")], t => t[0], Sort,
            ("[10, 2, 6] | array.sort", "[2, 6, 10]"), ("[{ n: \"b\" }, { n: \"a\" }] | array.sort \"n\" | array.map \"n\"", "[\"a\", \"b\"]")),
        Make("uniq", "Each element once, at its first place.", [List("list")], t => t[0], a => Range(a, a.List(0).Distinct()), ("[1, 1, 4, 5, 8, 8] | array.uniq", "[1, 4, 5, 8]")),
    ];

    internal static ExprType Element(IReadOnlyList<ExprType> types) => types[0].Element ?? ExprType.Any;

    internal static Value Range(Arguments a, IEnumerable<Value> items)
    {
        var list = items.ToArray();
        a.Budget.Items(list.Length);
        return Value.Of(new ValueList(list, isRange: true));
    }

    internal static FunctionSpec Make(
        string name, string summary, FunctionParameter[] parameters, Func<IReadOnlyList<ExprType>, ExprType> infer, Func<Arguments, Value> body,
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

    private static ExprType AddedType(IReadOnlyList<ExprType> types) => ExprType.ListOf(Element(types).Or(types[1]));

    private static Value Add(Arguments a)
    {
        var list = a.List(0);
        a.Budget.Items(list.Count + 1);
        return Value.Of(new ValueList([.. list, a[1]], list.IsRange));
    }

    private static Value Concat(Arguments a) => Range(a, a.List(0).Concat(a.List(1)));

    private static Value InsertAt(Arguments a)
    {
        var index = Math.Max(0, a.Int(1));
        a.Budget.Items(Math.Max(index, a.List(0).Count) + 1L);
        var list = a.List(0).ToList();
        while (list.Count < index)
        {
            list.Add(Value.Null);
        }

        list.Insert(index, a[2]);
        return Value.Of(new ValueList(list));
    }

    private static Value Join(Arguments a)
    {
        var list = a.List(0);
        var delimiter = a.Text(1);
        var texts = new string[list.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = a.Has(2) ? a.Call(2, Value.Of(list[i].ToText()), []).ToText() : list[i].ToText();
            a.Budget.Text(texts[i].Length + delimiter.Length);
        }

        return Value.Of(string.Join(delimiter, texts));
    }

    private static Value Map(Arguments a)
    {
        var member = a.Text(1);
        return Range(a, a.List(0).SelectMany<Value, Value>(item =>
            item.TryGetObject(out var obj) && obj.TryGet(member, out var value) ? [value.Tainted(item.IsSecret)] : []));
    }

    private static Value RemoveAt(Arguments a)
    {
        var list = a.List(0).ToList();
        a.Budget.Items(list.Count);
        var index = a.Int(1) < 0 ? a.Int(1) + list.Count : a.Int(1);
        if (index >= 0 && index < list.Count)
        {
            list.RemoveAt(index);
        }

        return Value.Of(new ValueList(list));
    }

    private static Value Sort(Arguments a)
    {
        var list = a.List(0);
        a.Budget.Items(list.Count);
        var member = a.Text(1, "");
        var keyed = list.Select(item => (Item: item, Key: member.Length == 0 ? item : Key(item, member)));
        return Value.Of(new ValueList([.. keyed.OrderBy(pair => pair.Key, new Order(a)).Select(pair => pair.Item)]));
    }

    private static Value Key(Value item, string member) => ValueMembers.TryGet(item, member, out var key) ? key : Value.Null;

    private sealed class Order(Arguments a) : IComparer<Value>
    {
        public int Compare(Value x, Value y)
        {
            a.Budget.Step();
            return (x.Raw, y.Raw) switch
            {
                (null, null) => 0,
                (null, _) => -1,
                (_, null) => 1,
                (string s, string t) => TextOrder.Compare(s, t),
                (bool s, bool t) => s.CompareTo(t),
                (DateTimeOffset s, DateTimeOffset t) => s.CompareTo(t),
                (TimeSpan s, TimeSpan t) => s.CompareTo(t),
                var (s, t) when Numbers.IsNumber(s) && Numbers.IsNumber(t) => Numbers.Compare(s, t),
                _ => throw a.Fail(0, $"{Kinds.Named(x.Kind)} and {Kinds.Named(y.Kind)} have no order"),
            };
        }
    }
}

using Xunit;

namespace RunbookEngine.Language.Tests.Expressions;

/// <summary>Results as documented by Scriban: its language reference, its function reference and the outcomes of its own test files.</summary>
public class ScribanResultTests
{
    private const string Data = """
        { "name": "erp", "n": 5, "x": "3", "none": null, "flag": true,
          "list": [1, 2, 3], "groups": [{ "name": "b", "pairs": 2 }, { "name": "a", "pairs": 1 }],
          "product": { "type": "fruit", "title": "Orange" } }
        """;

    private static readonly (string Expression, string Result)[] Cases =
    [
        // numbers
        ("1 + 2", "3"), ("1 + 2.5", "3.5"), ("2.5 + 1", "3.5"), ("1 - 2", "-1"), ("1 - 2.5", "-1.5"), ("2 * 3", "6"), ("2 * 2.5", "5"), ("2.5 * 2", "5"),
        ("3 / 2", "1.5"), ("3 // 2", "1"), ("1 / 0.5", "2"), ("5.0 / 2", "2.5"), ("3 % 2", "1"), ("3.5 % 2", "1.5"), ("-7 // 2", "-3"), ("-7 % 3", "-1"),
        ("1 + 2 * 4", "9"), ("3 * 2 + 4", "10"), ("3 % 2 + 4", "5"), ("3 + 4 % 4", "3"), ("5 - 2 - 2", "1"), ("1 + 10 / 2", "6"), ("10 / 2 + 1", "6"),
        ("4 / 2", "2"), ("7.5 // 2", "4"), ("1 / 3", "0.3333333333333333"), ("0.1 + 0.2", "0.30000000000000004"), ("0.1m + 0.2m", "0.3"), ("1.10m", "1.10"),
        ("2147483647 + 1", "2147483648"), ("9223372036854775807 + 1", "9223372036854775808"), ("100000000000000000000000000", "100000000000000000000000000"),
        ("1e3", "1000"), ("1e15", "1000000000000000"), ("1.0e3", "1000"), ("1.5e-3", "0.0015"), ("1f", "1"), ("1F + 1", "2"), ("2.123456789123", "2.123456789123"),
        ("0xff", "255"), ("0x1_ff", "511"), ("0b11111111", "255"), ("0b_1111_1111", "255"), ("1_2_3", "123"), ("0xFFFFFFFFu", "4294967295"), ("0xFFFFFFFF", "-1"),
        ("0x80000000u", "2147483648"), ("-5", "-5"), ("+1.5", "1.5"), ("- 5", "-5"), ("1 - -1", "2"), ("true + 1", "2"), ("1 == true", "true"),
        // null in operators
        ("null + 1", ""), ("1 + null", ""), ("null + 1.5", ""), ("1.5 * null", ""), ("null < 1", "false"), ("1 >= null", "false"),
        ("null == null", "true"), ("null != null", "false"), ("1 == null", "false"), ("null == 1", "false"), ("1 != null", "true"), ("null != 1", "true"),
        ("null ?? 1", "1"), ("1 ?? null", "1"), ("test ?? \"yes\"", "yes"), ("1 ?! 2", "2"), ("null ?! 2", ""), ("null ?? null ?? 3", "3"), ("none ?? n", "5"),
        // texts
        ("\"a\" + \"b\"", "ab"), ("\"a\" * 2", "aa"), ("2 * \"b\"", "bb"), ("'a' * 5", "aaaaa"), ("\"aaaa\" + null", "aaaa"), ("\"a\" + 0", "a0"), ("\"a\" + true", "atrue"),
        ("1 + \"a\" + 2", "1a2"), ("\"a\" + [1, \"b\"]", "a[1, \"b\"]"), ("('foo' + 'bar')", "foobar"), ("\"Hello \\\" World\"", "Hello \" World"), ("'Hello \\' World'", "Hello ' World"),
        ("`Verbatim \\n string`", "Verbatim \\n string"), ("`Verbatim `` string`", "Verbatim ` string"), ("````", "`"), ("`0```", "0`"), ("```1`", "`1"),
        ("\"\\u00B1\\u010C\"", "±Č"), ("\"\\x41\"", "A"), ("\"a\\tb\\\\\"", "a\tb\\"),
        ("$\"this is {1 + 2} and {\"Hello\"}\"", "this is 3 and Hello"), ("$'{n}x{ n + 1 }'", "5x6"), ("$\"no holes\"", "no holes"),
        // comparison
        ("1 == 2", "false"), ("1 == 2.5", "false"), ("1 == 1.0", "true"), ("\"a\" == \"b\"", "false"), ("\"a\" == \"a\"", "true"), ("1 != 2", "true"), ("1.5 != 2", "true"),
        ("1 < 2", "true"), ("1 > 2", "false"), ("1 <= 2", "true"), ("1 >= 2", "false"), ("1.5 < 2", "true"), ("1.5 >= 2", "false"), ("2.0m >= 2", "true"),
        ("\"aaa\" <= \"aaa\"", "true"), ("\"aaa\" < \"abb\"", "true"), ("\"aaa\" > \"abb\"", "false"), ("\"aaa\" >= \"abb\"", "false"), ("\"1\" == 1", "true"), ("true == true", "true"),
        ("[1, 2] == [1, 2]", "true"), ("[1, 2] == [1, 3]", "false"), ("[] == empty", "true"), ("[1, 2] == empty", "false"), ("{} == empty", "true"), ("[] != empty", "false"),
        ("{}.empty?", "true"), ("[1, 2].empty?", "false"), ("list.empty?", "false"),
        // logic: only null and false are false
        ("1.5 < 2 || 3 > 5", "true"), ("1.5 > 2 || 3 < 5", "true"), ("1.5 > 2 || 3 > 5", "false"), ("1.5 < 2 && 3 > 5", "false"), ("1.5 < 2 && 3 < 5", "true"),
        ("true && true && false || true", "true"), ("true && true && false || true && true && false", "false"), ("0 && true", "true"), ("\"\" || false", "true"),
        ("null || false", "false"), ("1 && 2", "true"), ("!true", "false"), ("!null", "true"), ("!0", "false"), ("!\"\"", "false"), ("!!flag", "true"),
        // ? :
        ("true ? 1 : 2", "1"), ("false ? 1 : 2", "2"), ("true ? true ? 1 : 2 : 3", "1"), ("true ? false ? 1 : 2 : 3", "2"), ("false ? true ? 1 : 2 : 3", "3"), ("true ? 1 + 2 + 3 : 4", "6"),
        ("\"test1 check\" | string.ends_with \"check\" ? 3 : 4", "3"), ("\"test2 check\" | string.ends_with \"nocheck\" ? 3 : 4", "4"),
        ("\"test3 check\" | string.ends_with \"check\" ? string.handleize \"a b\" : string.handleize \"c d\"", "a-b"),
        ("\"test4 check\" | string.ends_with \"nocheck\" ? string.handleize \"a b\" : string.handleize \"c d\"", "c-d"),
        ("'1' | string.contains '2' ? '' : x", "3"), ("0 ? 1 : 2", "1"), ("\"\" ? 1 : 2", "1"),
        // ranges
        ("1..5", "[1, 2, 3, 4, 5]"), ("1..n", "[1, 2, 3, 4, 5]"), ("(2-1)..(4+1)", "[1, 2, 3, 4, 5]"), ("1..<5", "[1, 2, 3, 4]"), ("5..1", "[5, 4, 3, 2, 1]"), ("5..<1", "[5, 4, 3, 2]"),
        ("1..1", "[1]"), ("1..<1", "[]"), ("-1..1", "[-1, 0, 1]"),
        // lists and objects
        ("[1, 2, 3, 4]", "[1, 2, 3, 4]"), ("[]", "[]"), ("[1, 2,]", "[1, 2]"), ("[\"a\", null, true, 1.5]", "[\"a\", null, true, 1.5]"), ("{ a: 1, \"b\": \"x\" }", "{a: 1, b: \"x\"}"), ("{}", "{}"),
        ("{ a: { b: [1, 2] } }.a.b[1]", "2"), ("list[0]", "1"), ("list[-1]", "3"), ("list.size", "3"), ("name.size", "3"), ("product.title", "Orange"), ("product[\"title\"]", "Orange"),
        ("product.none", ""), ("product.none?.more ?? \"nothing\"", "nothing"), ("groups[1].name", "a"), ("[1] + [2]", "[1, 2]"), ("[1, 2] * 2", "[1, 2, 1, 2]"), ("list[n]", ""),
        // calls and pipes
        ("\"text\" | string.append \"END\" | string.prepend \"START\"", "STARTtextEND"), ("string.append \"a\" \"b\"", "ab"), ("string.append(\"a\", \"b\")", "ab"),
        ("\"hello\" | string.slice(1, 3)", "ell"), ("string.slice \"hello\" 1 length: 3", "ell"), ("string.slice(\"hello\", length: 2, start: 1)", "el"), ("1 + 2 | math.plus 3", "6"),
        ("\"123\" | string.to_int + 1", "124"), ("-15.5| math.abs", "15.5"), ("-5| math.abs", "5"), ("1 + math.abs (-2) * 3", "7"), ("math.plus 1 2 * 3", "7"), ("math.plus(1, 2) * 3", "9"),
        ("[1, 2, 3] | array.join \",\" | string.split \",\" | array.size", "3"), ("1..5 | array.size", "5"), ("!string.contains \"abc\" \"b\"", "false"),
        ("8.4 | math.divided_by 2.0 | math.round 1", "4.2"), ("10 |> math.times 2", "20"), ("(\"a\" | string.upcase) + \"b\"", "Ab"), ("\"a\" | (string.upcase)", "A"),
        ("name | string.upcase | string.size == 3", "true"), ("[\"a\", \"b\"] | array.each @string.upcase | array.join \"\"", "AB"), ("\"abc\" | string.contains(\"b\") && flag", "true"),
        ("groups | array.sort \"name\" | array.map \"name\"", "[\"a\", \"b\"]"), ("groups | array.map \"pairs\" | array.last", "1"), ("[1, 1, 4, 5, 8, 8] | array.uniq", "[1, 4, 5, 8]"),
        ("product | object.values | array.sort", "[\"fruit\", \"Orange\"]"), ("product | object.keys | array.sort", "[\"title\", \"type\"]"), ("product | object.has_key \"title\"", "true"),
        ("undefined_var | object.default \"Yo\"", "Yo"), ("null | object.typeof", ""), ("true | object.typeof", "boolean"), ("1 | object.typeof", "number"), ("\"text\" | object.typeof", "string"),
        ("{} | object.typeof", "object"), ("null | object.kind", ""), ("100000000000 | object.kind", "long"), ("1.0m | object.kind", "decimal"), ("1f | object.kind", "float"),
        ("true | object.to_json", "true"), ("null | object.to_json", "null"), ("\"hello\" | string.slice (-2)", "lo"), ("123 | string.size", "3"),
        // dates and durations
        ("date.parse '2016/01/05'", "05 Jan 2016"), ("date.parse '2016/01/05' | date.to_string '%g'", " 05 Jan 2016"), ("(date.parse '2016-01-05 13:07:09').hour", "13"),
        ("(date.parse '2016-01-06') - (date.parse '2016-01-05')", "1.00:00:00"), ("((date.parse '2016-01-06') - (date.parse '2016-01-05')).total_hours", "24"),
        ("(date.parse '2016-01-05') + (timespan.from_days 2)", "07 Jan 2016"), ("(date.parse '2016-01-05') < (date.parse '2016-01-06')", "true"), ("(timespan.from_days 5).days", "5"),
        ("\"2025-01-01 14:01:23\" | date.parse_to_string \"%r\" input_pattern: \"%Y-%m-%d %k:%M:%S\"", "02:01:23 PM"),
    ];

    private static readonly (string Part, string Result)[] DateParts =
    [
        ("%a", "Thu"), ("%A", "Thursday"), ("%b", "Sep"), ("%B", "September"), ("%c", "Thu Sep 12 22:49:27 2013"), ("%C", "20"), ("%d", "12"), ("%D", "09/12/13"), ("%e", "12"),
        ("%F", "2013-09-12"), ("%h", "Sep"), ("%H", "22"), ("%I", "10"), ("%j", "255"), ("%k", "22"), ("%l", "10"), ("%L", "000"), ("%m", "09"), ("%M", "49"), ("%n", "\n"),
        ("%N", "000000000"), ("%p", "PM"), ("%P", "pm"), ("%r", "10:49:27 PM"), ("%R", "22:49"), ("%s", "1379006367"), ("%S", "27"), ("%t", "\t"), ("%T", "22:49:27"), ("%u", "4"),
        ("%U", "36"), ("%v", "12-SEP-2013"), ("%V", "37"), ("%W", "36"), ("%w", "4"), ("%y", "13"), ("%Y", "2013"), ("%Z", "+05:30"), ("%%", "%"), ("%q", "%q"),
    ];

    [Fact]
    public void Each_expression_prints_what_scriban_prints()
    {
        var scope = Expr.Json(Data);
        Assert.All(Cases, c => Assert.Equal($"{c.Expression} → {c.Result}", $"{c.Expression} → {Expr.Print(c.Expression, scope)}"));
    }

    [Fact]
    public void Each_part_of_a_date_pattern_is_written_as_documented() =>
        Assert.All(DateParts, p => Assert.Equal(
            $"{p.Part} {p.Result}", $"{p.Part} {Expr.Print($"date.parse '2013-09-12 22:49:27 +05:30' | date.to_string '{p.Part}'")}"));
}

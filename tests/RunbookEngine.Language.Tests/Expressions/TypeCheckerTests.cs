using RunbookEngine.Language.Expressions;
using Xunit;

namespace RunbookEngine.Language.Tests.Expressions;

public class TypeCheckerTests
{
    private static readonly ExprType Step = ExprType.ObjectOf(("status", ExprType.String), ("outputs", ExprType.ObjectOf(("file", ExprType.String), ("count", ExprType.Int))));

    private static readonly TypeScope Scope = TypeScope.Of(
        ("inputs", ExprType.ObjectOf(("app", ExprType.String), ("maxLag", ExprType.Int), ("note", ExprType.String.OrNull()), ("dry", ExprType.Bool))),
        ("groups", ExprType.ListOf(ExprType.ObjectOf(("name", ExprType.String), ("pairs", ExprType.Int)))),
        ("run", ExprType.ObjectOf(("name", ExprType.String), ("startedAt", ExprType.Date))),
        ("ticket", ExprType.OpenObject))
        .With("steps", ExprType.ObjectOf(new Dictionary<string, ExprMember>
        {
            ["split"] = new(Step),
            ["split-done"] = new(Step),
            ["backup"] = new(Step, null, "step `backup` runs later"),
        }));

    private static readonly (string Text, string Type)[] Types =
    [
        ("1", "whole number"), ("1.5", "number"), ("1 + 1.5", "number"), ("1 / 2", "number"), ("3 // 2", "whole number"), ("\"a\"", "string"), ("\"a\" + 1", "string"), ("true", "bool"), ("null", "null"),
        ("inputs.app", "string"), ("inputs.maxLag + 1", "whole number"), ("inputs.note", "string or null"), ("inputs.note ?? \"x\"", "string"), ("inputs.note == null", "bool"), ("inputs?.app", "string"),
        ("steps.split.status == \"succeeded\"", "bool"), ("steps.split.outputs.count", "whole number"), ("steps[\"split-done\"].status", "string"), ("inputs.dry ? 1 : 2", "whole number"),
        ("inputs.dry ? 1 : \"a\"", "any"), ("inputs.dry ? 1 : null", "whole number or null"), ("inputs.dry ? 1 : 2.5", "number"), ("[1, 2]", "list of whole number"), ("[1, \"a\"]", "list"), ("1..5", "list of whole number"),
        ("groups | array.map \"name\"", "list of string"), ("groups | array.map \"name\" | array.first", "string or null"), ("groups[0].pairs", "whole number"), ("groups | array.size", "whole number"),
        ("groups.size > 1", "bool"), ("[1, null] | array.compact", "list of whole number"), ("run.startedAt", "date"), ("run.startedAt | date.to_string \"%F\"", "string"), ("run.startedAt.year", "whole number"),
        ("(run.startedAt | date.add_days 1) - run.startedAt", "duration"), ("inputs.note | object.default 5", "any"), ("inputs.note | object.default \"a\"", "string"), ("\"5\" | string.to_int", "whole number or null"),
        ("{ a: 1 }.a", "whole number"), ("ticket.number", "any"), ("ticket?.number", "any or null"), ("inputs.app.size", "whole number"), ("$\"{inputs.app}-{inputs.maxLag}\"", "string"), ("inputs.app | string.contains \"x\"", "bool"),
        ("math.divided_by 5 2", "whole number"), ("-5 | math.abs", "whole number"), ("!inputs.dry && true", "bool"), ("inputs.note ?! 1", "whole number or null"), ("[[1], [2]]", "list of list of whole number"),
    ];

    private static readonly (string Text, int Offset, int Length, string Code, string Says)[] Mistakes =
    [
        ("input.app", 0, 5, ExpressionCodes.UnknownName, "did you mean `inputs`?"),
        ("zzz", 0, 3, ExpressionCodes.UnknownName, "known here: groups, inputs, run, steps, ticket"),
        ("True", 0, 4, ExpressionCodes.UnknownName, "write `true`"),
        ("inputs.ap", 7, 2, ExpressionCodes.UnknownMember, "did you mean `app`?"),
        ("inputs.maxlag", 7, 6, ExpressionCodes.UnknownMember, "did you mean `maxLag`?"),
        ("inputs.ap ?? 1", 7, 2, ExpressionCodes.UnknownMember, "did you mean `app`?"),
        ("inputs[\"ap\"]", 7, 4, ExpressionCodes.UnknownMember, "did you mean `app`?"),
        ("steps.splt.status", 6, 4, ExpressionCodes.UnknownMember, "did you mean `split`?"),
        ("steps.backup.outputs.file", 6, 6, ExpressionCodes.ForwardReference, "runs later"),
        ("steps[\"backup\"].status", 6, 8, ExpressionCodes.ForwardReference, "runs later"),
        ("inputs.app.length", 11, 6, ExpressionCodes.UnknownMember, "a string has no `length`"),
        ("groups.name", 7, 4, ExpressionCodes.UnknownMember, "a list of object has no `name`"),
        ("run.startedAt.yer", 14, 3, ExpressionCodes.UnknownMember, "`year`"),
        ("inputs.note + 1", 0, 11, ExpressionCodes.MayBeNull, "may be null"),
        ("inputs.note.size", 0, 11, ExpressionCodes.MayBeNull, "?.size"),
        ("inputs.note | string.upcase", 0, 11, ExpressionCodes.MayBeNull, "as `text` of `string.upcase`"),
        ("\"5\" | string.to_int + 1", 0, 19, ExpressionCodes.MayBeNull, "may be null"),
        ("null + 1", 0, 4, ExpressionCodes.MayBeNull, "this is null"),
        ("inputs.app - 1", 0, 14, ExpressionCodes.TypeMismatch, "string.to_int"),
        ("inputs.app < 5", 0, 14, ExpressionCodes.TypeMismatch, "string.to_int"),
        ("inputs.maxLag == \"5\"", 0, 20, ExpressionCodes.TypeMismatch, "compared"),
        ("inputs.dry == \"true\"", 0, 20, ExpressionCodes.TypeMismatch, "compared"),
        ("inputs.dry + 1", 0, 14, ExpressionCodes.TypeMismatch, "between a bool"),
        ("-inputs.app", 1, 10, ExpressionCodes.TypeMismatch, "needs a number"),
        ("1..2.5", 0, 6, ExpressionCodes.TypeMismatch, "whole numbers"),
        ("inputs.app | array.size", 0, 10, ExpressionCodes.TypeMismatch, "a list is needed"),
        ("inputs.app | string.slice \"a\"", 26, 3, ExpressionCodes.TypeMismatch, "as `start` of `string.slice`"),
        ("inputs.app | string.contains \"a\" && inputs.dry", 29, 17, ExpressionCodes.TypeMismatch, "Put it in brackets"),
        ("groups | array.each \"x\"", 20, 3, ExpressionCodes.TypeMismatch, "@string.upcase"),
        ("groups[inputs.app]", 7, 10, ExpressionCodes.TypeMismatch, "position"),
        ("inputs.maxLag[0]", 0, 13, ExpressionCodes.TypeMismatch, "no elements"),
        ("$\"a{inputs.note}\"", 4, 11, ExpressionCodes.MayBeNull, "a text"),
    ];

    [Fact]
    public void Each_expression_has_its_type_and_nothing_to_complain_about() => Assert.All(Types, t =>
    {
        var result = TypeChecker.Check(ExpressionParser.Parse(t.Text), Scope);
        Assert.True(result.Diagnostics.Count == 0, $"{t.Text}: {string.Join("; ", result.Diagnostics)}");
        Assert.Equal($"{t.Text}: {t.Type}", $"{t.Text}: {result.Type}");
    });

    [Fact]
    public void Each_mistake_is_found_once_at_its_place() => Assert.All(Mistakes, m =>
    {
        var found = Assert.Single(TypeChecker.Check(ExpressionParser.Parse(m.Text), Scope).Diagnostics, d => d.IsError);
        Assert.Equal((m.Offset, m.Length, m.Code), (found.Offset, found.Length, found.Code));
        Assert.Contains(m.Says, $"{found.Message} {found.Help}");
    });

    [Fact]
    public void A_name_with_a_dash_that_reads_as_a_subtraction_is_shown_in_brackets() =>
        Assert.Contains(
            TypeChecker.Check(ExpressionParser.Parse("steps.late-done.status"), TypeScope.Of(("steps", ExprType.ObjectOf(("late-done", Step))))).Diagnostics,
            d => d.Help == "a name with `-` is written in brackets: `[\"late-done\"]`");

    [Theory]
    [InlineData("inputs.maxLag && true")]
    [InlineData("!inputs.app")]
    [InlineData("inputs.app ? 1 : 2")]
    public void A_condition_that_is_always_true_is_a_warning(string text)
    {
        var found = Assert.Single(TypeChecker.Check(ExpressionParser.Parse(text), Scope).Diagnostics);
        Assert.Equal((ExpressionCodes.AlwaysTrue, false), (found.Code, found.IsError));
    }

    [Fact]
    public void What_a_place_wants_is_compared_with_what_it_gets()
    {
        Assert.Empty(TypeChecker.Check(ExpressionParser.Parse("inputs.maxLag"), Scope, ExprType.Number).Diagnostics);
        Assert.Equal(ExpressionCodes.TypeMismatch, TypeChecker.Check(ExpressionParser.Parse("inputs.app"), Scope, ExprType.Int).Diagnostics[0].Code);
        Assert.Equal(ExpressionCodes.MayBeNull, TypeChecker.Check(ExpressionParser.Parse("inputs.note"), Scope, ExprType.String).Diagnostics[0].Code);
        Assert.Empty(TypeChecker.Check(ExpressionParser.Parse("inputs.note"), Scope, ExprType.String.OrNull()).Diagnostics);
    }

    [Theory]
    [InlineData("inputs.note != null && inputs.note.size > 3")]
    [InlineData("inputs.note ? inputs.note.size : 0")]
    [InlineData("inputs.note == null ? 0 : inputs.note.size")]
    [InlineData("inputs.note == null || inputs.note.size > 3")]
    [InlineData("!(inputs.note == null) && (inputs.dry && inputs.note + \"x\" == \"y\")")]
    [InlineData("null != inputs[\"note\"] ? inputs.note | string.upcase : \"\"")]
    public void What_was_compared_with_null_is_known_not_to_be_null(string text) =>
        Assert.Empty(TypeChecker.Check(ExpressionParser.Parse(text), Scope).Diagnostics);

    [Theory]
    [InlineData("inputs.note != null || inputs.note.size > 3")]
    [InlineData("inputs.note ? 0 : inputs.note.size")]
    [InlineData("(inputs.note != null && true) && inputs.note.size > 3 || inputs.note.size > 4")]
    public void The_other_outcome_tells_nothing(string text) =>
        Assert.Equal(ExpressionCodes.MayBeNull, Assert.Single(TypeChecker.Check(ExpressionParser.Parse(text), Scope).Diagnostics).Code);

    [Fact]
    public void An_open_scope_accepts_every_name() => Assert.Empty(TypeChecker.Check(ExpressionParser.Parse("a.b[c].d + 1"), TypeScope.Anything).Diagnostics);
}

using System.Reflection;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Templates;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;
using Xunit;

namespace RunbookEngine.Language.Tests.Expressions;

/// <summary>Nothing of Scriban's that reads the clock, chance, the environment, files, a culture or the machine's zone can be reached, by either of two ways.</summary>
public class FenceTests
{
    private static readonly string[] Outside =
    [
        "date.now", "date.now.year", "math.random 1 10", "math.uuid", "object.eval \"1 + 1\"", "object.eval_template \"x\"", "include \"x\"", "include_join [\"x\"] \",\"",
        "array.cycle [1, 2]", "regex.match \"a\" \"^(a+)+$\"", "html.strip \"a\"", "date.to_string 1 \"%F\"", "date.format", "date.culture", "date.parse \"2026-01-02\"", "this", "builtin",
        "empty.x", "date", "math", "string.size",
    ];

    public static TheoryData<string> Builtin => [.. TemplateContext.GetDefaultBuiltinObject().SelectMany(space => space.Value is ScriptObject functions
        ? functions.Keys.Select(name => $"{space.Key}.{name}") : [space.Key])];

    [Theory]
    [MemberData(nameof(Builtin))]
    public void A_function_of_scribans_is_in_the_catalogue_or_out_of_reach(string name)
    {
        if (FunctionCatalogue.Find(name) is not null || !name.Contains('.'))
        {
            return;
        }

        foreach (var text in new[] { name, $"{name} 1", $"{name}(1, 2)", $"1 | {name}", $"[1] | array.each @{name}" })
        {
            // What reads like a member of something unknown, html.strip, has no value.
            var parsed = ExpressionParser.Parse(text);
            Assert.True(!parsed.IsValid || Evaluator.Evaluate(parsed, Scope.Empty) is EvaluationResult.Failed { Error.Code: ExpressionCodes.MissingValue }, text);
            var template = TemplateParser.ParseText($"a ${{{{ {text} }}}}");
            Assert.True(!template.IsValid || TemplateRenderer.Render(template, Scope.Empty) is EvaluationResult.Failed { Error.Code: ExpressionCodes.MissingValue }, text);
        }
    }

    [Fact]
    public void The_built_in_object_of_an_evaluation_is_empty_and_stays_so()
    {
        Assert.Empty((IEnumerable<KeyValuePair<string, object?>>)Builtins.None);
        Assert.True(Builtins.None.IsReadOnly);
        Expr.Value("\"a\" | string.upcase");
        Assert.Empty((IEnumerable<KeyValuePair<string, object?>>)Builtins.None);
    }

    // The second fence alone: a tree that nobody looked through.
    [Fact]
    public void What_was_never_admitted_reaches_nothing_either() => Assert.All(Outside, text =>
    {
        var tree = global::Scriban.Template.Parse(text, null, null, new LexerOptions { Mode = ScriptMode.ScriptOnly });
        Assert.False(tree.HasErrors, text);
        var context = new StrictContext(EvaluationOptions.Default, new NodeTable(), Scope.Empty);
        object? value = null;
        Assert.True(Record.Exception(() => value = context.Evaluate(tree.Page!)) is ScriptRuntimeException || value is null, $"{text} gave {value}");
    });

    [Theory]
    [InlineData("local_date_time")]
    [InlineData("offset")]
    [InlineData("utc_date_time")]
    [InlineData("LocalDateTime")]
    public void A_date_has_no_members_of_dotnet(string member)
    {
        Assert.Equal(ExpressionCodes.MissingValue, Expr.Failure($"(date.parse '2026-01-02').{member}").Code);
        Assert.Equal("[]", Expr.Value($"[date.parse '2026-01-02'] | array.map \"{member}\"").ToText());
    }

    // .NET takes the missing part of a date from the clock.
    [Theory]
    [InlineData("date.parse '13:00'")]
    [InlineData("date.parse '05:00:00.123'")]
    [InlineData("date.parse '5 Jan'")]
    [InlineData("date.parse 'Jan 5 13:00'")]
    [InlineData("date.parse '01/05'")]
    [InlineData("date.parse '26 Nov'")]
    [InlineData("date.parse '13:00' '%H:%M'")]
    [InlineData("date.parse '5 Jan' '%e %b'")]
    [InlineData("'13:00' | date.add_days 1")]
    [InlineData("date.parse_to_string '13:00' '%F'")]
    public void A_date_without_its_year_is_no_date(string text) => Assert.Equal(ExpressionCodes.WrongValue, Expr.Failure(text).Code);

    [Theory]
    [InlineData("2016-01-05", "2016-01-05 00:00")]
    [InlineData("2016-01-05T13:07:09.1234567Z", "2016-01-05 13:07")]
    [InlineData("1/5/16", "2016-01-05 00:00")]
    [InlineData("5 Jan 16 13:07", "2016-01-05 13:07")]
    [InlineData("Tue, 05 Jan 2016 13:07:09 GMT", "2016-01-05 13:07")]
    [InlineData("13:07 2016-01-05", "2016-01-05 13:07")]
    [InlineData("January 2016", "2016-01-01 00:00")]
    public void A_date_with_its_year_is_read(string text, string date) => Assert.Equal(date, Expr.Value($"date.parse '{text}' | date.to_string '%F %R'").ToText());

    [Theory]
    [InlineData("1234.5 | math.format \"N1\" \"de-DE\"")]
    [InlineData("date.parse '1 Januar 2026' '%d %B %Y' 'de-DE'")]
    [InlineData("date.parse '2026-01-02' | date.to_string '%B' 'fr-FR'")]
    public void A_culture_cannot_be_asked_for(string text) => Assert.Contains("invariant", Expr.Failure(text).Message);

    [Fact]
    public void No_public_member_outside_of_expressions_shows_a_type_of_scriban()
    {
        const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var language = typeof(ExpressionParser).Assembly;
        var found = language.GetExportedTypes().Where(t => t.Namespace != "RunbookEngine.Language.Expressions")
            .SelectMany(t => t.GetMembers(Public).Where(m => Shown(m).Any(shown => shown.Assembly.GetName().Name!.StartsWith("Scriban", StringComparison.Ordinal)))
                .Select(m => $"{t.Name}.{m.Name}"));

        Assert.Empty(found);
    }

    private static IEnumerable<Type> Shown(MemberInfo member) => (member switch
    {
        MethodBase method => [.. method.GetParameters().Select(p => p.ParameterType), (method as MethodInfo)?.ReturnType ?? typeof(void)],
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        _ => Array.Empty<Type>(),
    }).SelectMany(Parts);

    private static IEnumerable<Type> Parts(Type type) => type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Prepend(type)
        : type.GetElementType() is { } element ? Parts(element) : [type];
}

using System.Collections.Frozen;
using Scriban.Functions;
using Scriban.Runtime;

namespace RunbookEngine.Language.Expressions;

/// <summary>
/// Scriban's own functions, those of the catalogue that have no body of ours and no others. An evaluation's built-in object is empty: a name
/// reaches a function only through the catalogue.
/// </summary>
internal static class Builtins
{
    private static readonly FrozenDictionary<string, IScriptCustomFunction> Functions = Collected();

    /// <summary>The built-in object of every evaluation.</summary>
    public static ScriptObject None { get; } = new() { IsReadOnly = true };

    public static object? Call(Arguments arguments)
    {
        var function = Functions[arguments.Function.Name];
        var given = new ScriptArray();
        for (var i = 0; i < function.ParameterCount; i++)
        {
            var parameter = function.GetParameterInfo(i);
            if (i >= arguments.Values.Count)
            {
                given.Add(new ScriptArray(arguments.Rest));
            }
            else if (!arguments.Has(i) && parameter.HasDefaultValue)
            {
                given.Add(parameter.DefaultValue);
            }
            else
            {
                given.Add(arguments.Context.ToObject(default, arguments.Checked(i, parameter.ParameterType), parameter.ParameterType));
            }
        }

        return function.Invoke(arguments.Context, null, given, null);
    }

    private static FrozenDictionary<string, IScriptCustomFunction> Collected()
    {
        var spaces = new Dictionary<string, ScriptObject>
        {
            ["array"] = new ArrayFunctions(),
            ["math"] = new MathFunctions(),
            ["string"] = new StringFunctions(),
            ["timespan"] = new TimeSpanFunctions(),
        };
        return FunctionCatalogue.All.Where(f => f.Body is null).ToFrozenDictionary(f => f.Name, f =>
        {
            var path = f.Name.Split('.');
            return spaces[path[0]].TryGetValue(null!, default, path[1], out var found) && found is IScriptCustomFunction function
                ? function : throw new InvalidOperationException($"Scriban has no function {f.Name}");
        });
    }
}

using Scriban;
using Scriban.Runtime;
using Scriban.Syntax;

namespace RunbookEngine.Language.Expressions;

/// <summary>A function of the catalogue as a value: what <c>@string.upcase</c> gives to array.each, and Scriban calls.</summary>
internal sealed class CheckedFunction(FunctionSpec function) : IScriptCustomFunction
{
    public FunctionSpec Function => function;

    public int RequiredParameterCount => function.Parameters.Count(p => !p.IsOptional);

    public int ParameterCount => function.Parameters.Count;

    public ScriptVarParamKind VarParamKind => ScriptVarParamKind.None;

    public Type ReturnType => typeof(object);

    public ScriptParameterInfo GetParameterInfo(int index) => new(typeof(object), function.Parameters[Math.Min(index, ParameterCount - 1)].Name, null);

    public object? Invoke(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement) =>
        ((StrictContext)context).Callback(function, arguments);

    public ValueTask<object?> InvokeAsync(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement) =>
        ValueTask.FromResult(Invoke(context, callerContext, arguments, blockStatement));
}

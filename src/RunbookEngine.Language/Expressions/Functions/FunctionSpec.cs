namespace RunbookEngine.Language.Expressions;

/// <summary>A function authors may call: what editors and the documentation show, and what it does.</summary>
public sealed class FunctionSpec
{
    private string? _signature;

    internal FunctionSpec() { }

    /// <summary>Namespace and name, <c>string.upcase</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence.</summary>
    public required string Summary { get; init; }

    public required IReadOnlyList<FunctionParameter> Parameters { get; init; }

    /// <summary>The result's type when nothing is known of the arguments.</summary>
    public required ExprType Returns { get; init; }

    /// <summary>Expression and printed result; run as tests.</summary>
    public required IReadOnlyList<(string Expression, string Result)> Examples { get; init; }

    /// <summary>More arguments may follow the last parameter.</summary>
    public bool TakesRest { get; init; }

    /// <summary>The first argument may be missing without an error: object.default.</summary>
    public bool FirstIsOptional { get; init; }

    /// <summary>Our own part of it; null for a function that Scriban computes.</summary>
    internal Func<Arguments, object?>? Body { get; init; }

    /// <summary>The result's type from the arguments' types (Any for an omitted one).</summary>
    internal Func<IReadOnlyList<ExprType>, ExprType>? Infer { get; init; }

    /// <summary><c>string.slice text start length?</c></summary>
    public string Signature => _signature ??= string.Join(' ', Parameters.Select(p => p.Name + (p.IsOptional ? "?" : "")).Prepend(Name))
        + (TakesRest ? " ..." : "");

    internal int IndexOf(string parameter)
    {
        for (var i = 0; i < Parameters.Count; i++)
        {
            if (string.Equals(Parameters[i].Name, parameter, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    public override string ToString() => Signature;
}

namespace RunbookEngine.Language.Expressions;

/// <summary>The names an expression can read. A pure look-up: the same name gives the same value during one evaluation.</summary>
public interface IScope
{
    bool TryGet(string name, out Value value);
}

using System.Globalization;
using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;

namespace RunbookEngine.Import.Cci.Statements;

/// <summary>A function of the script where it is called: its statements with its arguments.</summary>
internal sealed class FunctionCall(ScriptWalk walk)
{
    /// <summary>Functions inside functions; more is taken for one that calls itself without end.</summary>
    private const int MaxCalls = 12;

    public void Take(FunctionNode function, IReadOnlyList<ShellValue> arguments, int line, int endLine)
    {
        if (walk.Frames.Count(f => f.Kind == FrameKind.Function) >= MaxCalls)
            throw new NotTurnedException("functions call each other too deep", "write the steps by hand");
        walk.Draft.Note(line, endLine, $"the steps of the function {function.Name}, defined in line {function.Line}");
        var before = walk.State.Variables;
        var common = walk.State.Alive;
        Arguments(arguments);
        var locals = ShellShapes.Inner(function).SelectMany(ShellShapes.Commands).Where(c => ShellShapes.Name(c) is "local" or "typeset" or "declare")
            .SelectMany(c => c.Words.Skip(1).Select(w => w.Raw.Split('=')[0])).ToHashSet();
        var frame = new Frame(FrameKind.Function);
        walk.Frames.Add(frame);
        try
        {
            walk.Sequence(function.Body.Nodes);
        }
        finally
        {
            walk.Frames.Remove(frame);
        }

        walk.State = ScriptState.Join(common, [.. frame.Left, walk.State]);
        foreach (var name in walk.State.Variables.Keys.Where(n => n is "#" || char.IsAsciiDigit(n[0]) || locals.Contains(n)).ToList())
            Back(name, before);
        foreach (var name in before.Keys.Where(n => n is "#" || char.IsAsciiDigit(n[0])))
            Back(name, before);
    }

    private void Back(string name, System.Collections.Immutable.ImmutableDictionary<string, Binding> before)
    {
        if (before.TryGetValue(name, out var old))
            walk.Variables.Set(name, old);
        else
            walk.Variables.Forget(name);
    }

    /// <summary>Sets <c>$1</c>, <c>$2</c> and <c>$#</c>.</summary>
    public void Arguments(IReadOnlyList<ShellValue> arguments)
    {
        for (var n = 1; n <= Math.Max(9, arguments.Count); n++)
            walk.Variables.Set($"{n}", n <= arguments.Count ? new Binding.Text(arguments[n - 1])
                : walk.State.EndsOnUnset ? new Binding.Unknown($"${n} is not given, and with `set -u` the script ends there") : new Binding.Text(ShellValue.Of("")));
        walk.Variables.Set("#", new Binding.Text(ShellValue.Of(arguments.Count.ToString(CultureInfo.InvariantCulture))));
    }
}

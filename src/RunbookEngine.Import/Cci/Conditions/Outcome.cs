using System.Collections.Immutable;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Report;

namespace RunbookEngine.Import.Cci.Conditions;

/// <summary>The exit status of a command, as far as the runbook can know it.</summary>
internal sealed class Outcome
{
    private Func<string, int, Condition> _judge;

    private Outcome(Func<string, int, Condition> judge) => _judge = judge;

    /// <summary>What makes the step end well whatever its exit code is; null where a failure cannot be anything but the end of the run.</summary>
    private Action<int>? Tolerance { get; set; }

    /// <summary>Whether the run stops when the command fails.</summary>
    public bool StopsTheRun { get; private init; }

    public bool CanTolerate => Tolerance is not null;

    /// <summary>The code itself, where it is known.</summary>
    public int? Code { get; private init; }

    public static Outcome Success { get; } = Const(0);

    public static Outcome Const(int code) => new((op, n) => Condition.Of(Compare(code, op, n))) { Code = code };

    /// <summary>0 while the run goes on: a failed step ends it.</summary>
    public static Outcome OfStep()
    {
        Outcome? own = null;
        return own = new Outcome((op, n) => Condition.Of(Compare(0, op, n), own)) { StopsTheRun = true, Code = 0 };
    }

    /// <summary>Like <see cref="OfStep"/>, but the step can be made to end well with any code when the script asks for it.</summary>
    public static Outcome OfProgram(DraftStep step, Func<Outcome, int, Condition> tolerant)
    {
        Outcome? own = null;
        own = new Outcome((op, n) => Condition.Of(Compare(0, op, n), own)) { StopsTheRun = true };
        own.Tolerance = code =>
        {
            var known = tolerant(own, code);
            own._judge = (op, n) => (op, n) switch
            {
                ("==", 0) or ("<", 1) or ("<=", 0) => known,
                ("!=", 0) or (">", 0) or (">=", 1) => known.Not(),
                _ => throw new NotTurnedException("it tells the exit codes of a program apart", "write a `command` step with successCodes, and `when` on its exitCode"),
            };
            step.Tolerant = true;
            own.Tolerance = null;
        };
        return own;
    }

    /// <summary><c>! command</c>: the same success, asked the other way round.</summary>
    public static Outcome Negated(Outcome of) => new((op, n) => (op, n) switch
    {
        ("==", 0) or ("<", 1) or ("<=", 0) or ("!=", 1) => of.Ok.Not(),
        ("!=", 0) or (">", 0) or (">=", 1) or ("==", 1) => of.Ok,
        _ => throw new NotTurnedException("it tells kinds of failure apart", "use the outputs of the step"),
    })
    { StopsTheRun = of.StopsTheRun };

    /// <summary>0 when it holds, else some other code.</summary>
    public static Outcome Of(Condition holds) => new((op, n) => (op, n) switch
    {
        ("==", 0) or ("<", 1) or ("<=", 0) => holds,
        ("!=", 0) or (">", 0) or (">=", 1) => holds.Not(),
        ("==", 1) => holds.Not(),
        ("!=", 1) => holds,
        _ when holds.Known is { } known => Condition.Of(Compare(known ? 0 : 1, op, n)),
        _ => throw new NotTurnedException("it tells kinds of failure apart", "use the outputs of the step"),
    });

    /// <summary>One of several codes, each with the condition of its own; another code is above all of them.</summary>
    /// <param name="check">Refuses what makes no sense to ask.</param>
    public static Outcome Of(IReadOnlyList<(int Code, Condition When)> codes, Action<string, int>? check = null) => new((op, n) =>
    {
        check?.Invoke(op, n);
        return Judge(codes, op, n);
    });

    /// <summary>One of these codes, nobody can say which: only what is the same for all of them can be asked.</summary>
    public static Outcome OneOf(IReadOnlyList<int> codes, string why)
    {
        Outcome? own = null;
        return own = new Outcome((op, n) => codes.Select(c => Compare(c, op, n)).Distinct().ToList() is [var same]
            ? Condition.Of(same, own) : throw new NotTurnedException(why, "decide which of its ends are good, and write that as steps with `when`"))
        { StopsTheRun = true };
    }

    public static Outcome Unknown(string why, string? mend = null) => new((_, _) => throw new NotTurnedException(why, mend ?? "write what it decides as steps with `when`"));

    /// <exception cref="NotTurnedException">It cannot be known.</exception>
    public Condition Test(string comparison, int number) => _judge(comparison, number);

    public Condition Ok => Test("==", 0);

    public void Tolerate() => Tolerance?.Invoke(0);

    private static Condition Judge(IReadOnlyList<(int Code, Condition When)> codes, string op, int n)
    {
        Condition Sum(Func<int, bool> which) => codes.Where(c => which(c.Code)).Aggregate(Condition.False, (a, c) => a.Or(c.When));
        return op switch
        {
            "==" => Sum(c => c == n),
            "!=" => Sum(c => c == n).Not(),
            "<" => Sum(c => c < n),
            "<=" => Sum(c => c <= n),
            ">" => Sum(c => c <= n).Not(),
            _ => Sum(c => c < n).Not(),
        };
    }

    public static bool Compare(long a, string op, long b) => op switch
    {
        "==" => a == b,
        "!=" => a != b,
        "<" => a < b,
        "<=" => a <= b,
        ">" => a > b,
        _ => a >= b,
    };
}

namespace RunbookEngine.Rehearsal.Faults;

/// <summary>One thing that goes wrong in a case.</summary>
internal abstract record Fault
{
    private Fault() { }

    /// <summary>Stable, so that a case can be named and played again.</summary>
    public abstract string Id { get; }

    /// <summary>A step cannot do its work.</summary>
    /// <param name="Part">Which of its requests or programs, from 1 in the order of first use; 0: the step as a whole.</param>
    /// <param name="Once">Only the first time; else as often as the step tries.</param>
    public sealed record AtStep(StepSpot Spot, int Part, StepTrouble Trouble, bool Once) : Fault
    {
        public override string Id => $"{Word}:{Spot}{(Part == 0 ? "" : $"#{Part}")}";

        private string Word => Trouble switch { StepTrouble.Refused => "refuse", StepTrouble.HalfWay => "half", _ => "psue" };
    }

    /// <summary>The way of one state-changing request to its array or service, or of its answer back.</summary>
    /// <param name="Request">Number of the request in the case, from 1.</param>
    public sealed record OnTheWire(int Request, WireTrouble Trouble) : Fault
    {
        public override string Id => $"{Trouble switch
        {
            WireTrouble.LostBefore => "lost-before",
            WireTrouble.LostAfter => "lost-after",
            WireTrouble.Cut => "cut",
            _ => "busy",
        }}:{Request}";
    }

    /// <summary>An array, a line or every management is out of reach from a moment on.</summary>
    /// <param name="What">Alias of the array; both aliases of a line, joined by <c>-</c>; <c>all</c>.</param>
    /// <param name="Request">Which state-changing request it goes at, from 1; 0: before anything is asked.</param>
    /// <param name="After">Right after that request was answered; else right before it is sent.</param>
    /// <param name="Back">The append to the journal at which it comes back; null: never.</param>
    /// <param name="BackEvent">Number of the last event of that append, for people.</param>
    public sealed record Loss(LossKind Kind, string What, int Request, bool After, int? Back = null, int BackEvent = 0) : Fault
    {
        /// <summary>It goes at this append to the journal instead of at a request; null: at its request.</summary>
        public int? At { get; init; }

        /// <summary>It comes back by itself after this time, whatever the journal says by then; null: it does not.</summary>
        public TimeSpan? Flap { get; init; }

        public override string Id => $"{Word}:{What}@{When}{(Back is null ? "" : $"..{BackEvent}")}{(Flap is { } time ? $"~{time.TotalSeconds:0}s" : "")}";

        public bool FromTheStart => Request == 0 && At is null;

        private string Word => Kind switch { LossKind.Array => "gone", LossKind.Line => "line", _ => "management" };

        private string When => FromTheStart ? "start" : At is { } append ? $"append-{append}" : $"{(After ? "after" : "before")}-{Request}";
    }

    /// <summary>The engine dies, and another one resumes the run.</summary>
    /// <param name="Append">Which append to the journal, from 1.</param>
    /// <param name="Event">Number of the last event of that append in the case, for people.</param>
    /// <param name="Before">All before the append was done, and the append is not durable; else it is and nothing after it was done.</param>
    public sealed record Crash(int Append, int Event, bool Before) : Fault
    {
        public override string Id => $"{(Before ? "crash-before" : "crash-after")}:{Event}";
    }
}

internal enum StepTrouble
{
    /// <summary>The array fails the job and has done nothing; the program cannot be started; the approval is denied.</summary>
    Refused,

    /// <summary>The array fails the job after it did the work; the program ran and ends with 1; nobody answers in time.</summary>
    HalfWay,

    /// <summary>The array takes the request, and one pair of the group is suspended by an error.</summary>
    PairSuspended,
}

internal enum LossKind
{
    /// <summary>The array has no power: it does not answer, its lines are dead, its records stand still.</summary>
    Array,

    /// <summary>Both arrays answer and cannot see each other.</summary>
    Line,

    /// <summary>No array answers; pairs, lines and hosts go on.</summary>
    Managements,
}

internal enum WireTrouble
{
    /// <summary>It never arrives, and the client cannot know.</summary>
    LostBefore,

    /// <summary>It is done; the answer never comes back.</summary>
    LostAfter,

    /// <summary>It is done; the connection breaks in the middle of the answer.</summary>
    Cut,

    /// <summary>503, three times.</summary>
    Busy,
}

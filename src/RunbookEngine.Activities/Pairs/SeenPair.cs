using RunbookEngine.Journal;
using RunbookEngine.Replication.States;

namespace RunbookEngine.Activities.Pairs;

/// <summary>One pair as one look found it: for the journal and for the status model.</summary>
internal sealed record SeenPair(string Name, PairReading Reading, PairState State);

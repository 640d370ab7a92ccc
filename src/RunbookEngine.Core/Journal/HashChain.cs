using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RunbookEngine.Runs;

namespace RunbookEngine.Journal;

/// <summary>Chains the entries of a run, so that a changed, missing or reordered event shows.</summary>
public static class HashChain
{
    /// <summary>The hash before the first entry.</summary>
    public const string Origin = "";

    /// <summary>SHA-256, in lower-case hexadecimal, over previous hash, run, sequence, time (UTC ticks), type and payload, each followed by a line feed.</summary>
    public static string Next(string previous, RunId run, int sequence, DateTimeOffset at, string type, string payload)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in (ReadOnlySpan<string>)[previous, run.ToString(), sequence.ToString(CultureInfo.InvariantCulture),
            at.UtcTicks.ToString(CultureInfo.InvariantCulture), type, payload])
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part));
            hash.AppendData("\n"u8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>What is wrong with a run's entries, read in order from the first; null when nothing is.</summary>
    public static string? FindBreak(IEnumerable<JournalEntry> entries) => FindBreak(entries, Origin, 1);

    /// <summary>What is wrong with entries that are to follow on others.</summary>
    /// <param name="previous">Hash of the entry before them.</param>
    /// <param name="expected">Number of the first of them.</param>
    public static string? FindBreak(IEnumerable<JournalEntry> entries, string previous, int expected)
    {
        foreach (var entry in entries)
        {
            if (entry.Sequence != expected)
                return $"event {expected} is missing: event {entry.Sequence} follows event {expected - 1}";
            if (!entry.Redacted && entry.Hash != Next(previous, entry.Run, entry.Sequence, entry.At, entry.Type, entry.Payload))
                return $"event {entry.Sequence} ({entry.Type}) was changed after it was written, or does not belong here";
            (previous, expected) = (entry.Hash, expected + 1);
        }

        return null;
    }
}

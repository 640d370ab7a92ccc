using Microsoft.Extensions.Logging;
using RunbookEngine.Arrays.Connections;
using RunbookEngine.Operations.Composition;

namespace RunbookEngine.Server.Cluster;

/// <summary>Puts into the log what a command tells its terminal: arrays that do not answer, are back, or have no session left.</summary>
internal static partial class ArrayNewsLog
{
    public static void Tell(ILogger log, ArrayNews news)
    {
        if (news.Standing is ArrayStanding.Silent or ArrayStanding.Gone or ArrayStanding.SessionsUsedUp)
            Trouble(log, news.Array, ArrayNewsText.Of(news));
        else
            Good(log, news.Array, ArrayNewsText.Of(news));
    }

    [LoggerMessage(6841, LogLevel.Warning, "Array {Array}: {News}")]
    private static partial void Trouble(ILogger log, string array, string news);

    [LoggerMessage(6842, LogLevel.Information, "Array {Array}: {News}")]
    private static partial void Good(ILogger log, string array, string news);
}

using System.Net;
using System.Threading.RateLimiting;
using RunbookEngine.Server.Hosting;

namespace RunbookEngine.Server.Access;

/// <summary>How many requests a caller may send: by key or token, and by address for those without a good one.</summary>
internal sealed class RequestRates(LimitOptions limits) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(
        caller => RateLimitPartition.GetTokenBucketLimiter(caller, c => Bucket(c.StartsWith("address:", StringComparison.Ordinal) ? limits.AnonymousPerMinute : limits.RequestsPerMinute)));

    /// <returns>Null, or how long the caller is to wait.</returns>
    public TimeSpan? Refuses(string? credential, IPAddress? address)
    {
        using var lease = _limiter.AttemptAcquire(credential ?? $"address:{address}");
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) && wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1);
    }

    public void Dispose() => _limiter.Dispose();

    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = Math.Max(1, perMinute / 60),
        ReplenishmentPeriod = perMinute >= 60 ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(60.0 / perMinute),
        QueueLimit = 0,
    };
}

/// <summary>Metadata of an endpoint that is asked often and costs nothing.</summary>
public sealed class Unlimited;

using System.Net;
using RunbookEngine.Activities.Tests.Support;

namespace RunbookEngine.Activities.Tests.Pairs;

/// <summary>Loses each exchange with an array in turn.</summary>
public class LostAnswerTests
{
    private static readonly string[] Losses = ["before", "after", "busy"];

    [Theory]
    [MemberData(nameof(Scenario.Names), MemberType = typeof(Scenario))]
    public async Task No_operation_is_doubled_or_missing_whichever_exchange_is_lost(string name)
    {
        var scenario = Scenario.Find(name);
        var (bench, step, first) = await scenario.PrepareAsync();
        var requests = 0;
        bench.After = _ => Interlocked.Increment(ref requests);
        Bench.Succeeded(await bench.RunAsync(step));
        var plain = bench.Done.Skip(first).Order().ToList();
        foreach (var loss in Losses)
        {
            for (var lost = 1; lost <= requests; lost++)
            {
                (bench, step, first) = await scenario.PrepareAsync();
                Lose(bench, loss, lost);
                var outcome = await bench.RunAsync(step);
                Assert.True(outcome is StepOutcome.Succeeded, $"{name}, request {lost} lost {loss}: {Bench.Explain(outcome)}");
                Assert.True(plain.SequenceEqual(bench.Done.Skip(first).Order()), $"{name}, request {lost} lost {loss}: {string.Join(", ", bench.Done.Skip(first))}");
            }
        }
    }

    private static void Lose(Bench bench, string loss, int which)
    {
        var seen = 0;
        switch (loss)
        {
            case "before":
                bench.Before = _ => Interlocked.Increment(ref seen) == which ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "lost before") : null;
                break;
            case "after":
                bench.After = request =>
                {
                    if (Interlocked.Increment(ref seen) == which)
                    {
                        throw new HttpRequestException(HttpRequestError.ResponseEnded, "lost after");
                    }
                };
                break;
            default:
                bench.Before = _ => Interlocked.Increment(ref seen) is var n && n >= which && n < which + 3 ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) : null;
                break;
        }
    }
}

using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Jobs;
using RunbookEngine.Arrays.Tests.Fakes;

namespace RunbookEngine.Arrays.Tests.Jobs;

/// <summary>REST API guide MK-98RD9014, "Job object", "Getting the status of a specific job".</summary>
public class JobTests
{
    private static readonly ArrayJobRef Job = new(TwoSites.TokyoId, "https://tokyo-ctl1/", 4711);

    [Fact]
    public async Task A_job_is_asked_for_less_and_less_often_until_it_is_completed()
    {
        await using var sites = new TwoSites();
        var times = new List<DateTimeOffset>();
        sites.TokyoArray.OnRequest = _ => times.Add(sites.Clock.GetUtcNow());
        for (var i = 0; i < 12; i++)
        {
            sites.TokyoArray.On("GET jobs/4711", 200, Samples.RunningJob(4711, "Running", "StorageAccepted"));
        }
        sites.TokyoArray.On("GET jobs/4711", 200, Samples.FinishedJob(4711, "/ConfigurationManager/v1/objects/local-clone-copypairs/a,b,c,d"));

        var job = sites.Run(() => sites.Tokyo.WaitForJobAsync(Job, sites.Clock.GetUtcNow().AddHours(1), default))!;

        Assert.True(job.Succeeded);
        Assert.EndsWith("/a,b,c,d", Assert.Single(job.AffectedResources), StringComparison.Ordinal);
        var pauses = times.Zip(times.Skip(1), (a, b) => (b - a).TotalSeconds).ToList();
        Assert.Equal((1.0, 10.0), (pauses[0], pauses[^1]));
        Assert.Equal(pauses.Order(), pauses);
    }

    [Fact]
    public async Task Waiting_ends_at_the_deadline_with_the_job_as_it_stands()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On("GET jobs/4711", 200, Samples.RunningJob(4711, "Running", "Started"));
        var until = sites.Clock.GetUtcNow().AddSeconds(47);

        var job = sites.Run(() => sites.Tokyo.WaitForJobAsync(Job, until, default))!;

        Assert.Equal((JobStatus.Running, JobState.Started, until), (job.Status, job.State, sites.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Waiting_survives_failures_that_may_pass_and_reports_them_at_the_deadline()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On("GET jobs/4711", 500, "<html>restarting</html>").On("GET jobs/4711", 200, "").On("GET jobs/4711", 200, Samples.FinishedJob(4711, "x"))
            .On("GET jobs/4712", 500, "<html>restarting</html>");

        Assert.True((sites.Run(() => sites.Tokyo.WaitForJobAsync(Job, sites.Clock.GetUtcNow().AddMinutes(1), default)))!.Succeeded);
        var lasting = Assert.Throws<ArrayApiException>(() => sites.Run(() => sites.Tokyo.WaitForJobAsync(Job with { JobId = 4712 }, sites.Clock.GetUtcNow().AddMinutes(1), default)));

        Assert.Equal(ArrayErrorKind.BadAnswer, lasting.Error.Kind);
    }

    [Fact]
    public async Task A_job_the_server_does_not_know_is_null()
    {
        await using var sites = new TwoSites();

        Assert.Null(await sites.Tokyo.GetJobAsync(Job, default));
        Assert.Null(await sites.Tokyo.WaitForJobAsync(Job, sites.Clock.GetUtcNow().AddMinutes(1), default));
    }

    [Fact]
    public async Task A_job_is_asked_only_of_the_controller_that_gave_it()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On("GET jobs/4711", 200, Samples.RunningJob(4711)).On("GET journals?journalInfo=basic", 200, """{"data":[]}""");
        await sites.Tokyo.GetJobAsync(Job with { Endpoint = "https://tokyo-ctl2/" }, default);
        Assert.Equal("tokyo-ctl2", sites.TokyoArray.Requests[^1].Host);
        sites.TokyoArray.Kill("tokyo-ctl2");

        var error = Assert.Throws<ArrayApiException>(
            () => sites.Run(() => sites.Tokyo.GetJobAsync(Job with { Endpoint = "https://tokyo-ctl2/" }, default)));
        await sites.Tokyo.ReadJournalsAsync(default);

        Assert.Equal((ArrayErrorKind.NotReached, "tokyo-ctl1"), (error.Error.Kind, sites.TokyoArray.Requests[^1].Host));
        Assert.DoesNotContain(sites.TokyoArray.Requests, r => r.Host == "tokyo-ctl1" && r.PathAndQuery.Contains("jobs", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("KART30000-E", "2E11", "2205", null, ArrayErrorKind.Locked, true, false)]
    [InlineData("KART00003-E", null, null, null, ArrayErrorKind.Busy, true, false)]
    [InlineData("KART30000-E", "2e10", "9705", "SEE_ERROR_DETAIL", ArrayErrorKind.Refused, false, true)]
    [InlineData("KART30000-E", "2E10", "4000", "RETRY", ArrayErrorKind.Refused, true, true)]
    [InlineData("KART30013-E", null, null, null, ArrayErrorKind.NotFound, false, true)]
    public async Task A_failed_job_tells_facts(
        string messageId, string? ssb1, string? ssb2, string? solutionType, ArrayErrorKind kind, bool mayPass, bool mayHaveHappened)
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On("GET jobs/4711", 200, Samples.FailedJob(4711, Samples.Error(messageId, ssb1, ssb2, solutionType)));

        var job = (await sites.Tokyo.GetJobAsync(Job, default))!;

        var error = job.Error!;
        Assert.Equal((true, false, JobState.Failed), (job.IsCompleted, job.Succeeded, job.State));
        Assert.Equal((kind, mayPass, mayHaveHappened, messageId, 4711L), (error.Kind, error.MayPass, error.MayHaveHappened, error.MessageId, error.JobId));
        Assert.Equal((ssb1?.ToUpperInvariant(), ssb2), (error.Ssb1, error.Ssb2));
    }

    [Fact]
    public async Task A_job_without_reason_or_with_unknown_outcome_is_told_as_that()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On("GET jobs/4711", 200, """{"jobId":4711,"status":"Completed","state":"Failed"}""")
            .On("GET jobs/4711", 200, """{"jobId":4711,"status":"Completed","state":"Unknown"}""")
            .On("GET jobs/4711", 200, """{"jobId":4711,"status":"Pondering","state":"Deeply"}""");

        Assert.NotNull((await sites.Tokyo.GetJobAsync(Job, default))!.Error);
        Assert.True((await sites.Tokyo.GetJobAsync(Job, default))!.OutcomeUnknown);
        var odd = (await sites.Tokyo.GetJobAsync(Job, default))!;
        Assert.Equal((JobStatus.Other, JobState.Other, false, false), (odd.Status, odd.State, odd.IsCompleted, odd.OutcomeUnknown));
    }
}

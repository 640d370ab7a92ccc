using RunbookEngine.Arrays.Connections;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Jobs;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Tests.Fakes;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.Tests.Transport;

/// <summary>What is sent again and what is not. REST API guide MK-98RD9014, "Implementing retry processing".</summary>
public class ChangeTests
{
    private const string Split = "POST local-clone-copygroups/cg,cgP_,cgS_/actions/split/invoke";

    private static readonly CopyGroupRef Group = CopyGroupRef.Of(Technology.ShadowImage, TwoSites.TokyoId, "cg");

    /// <summary>Answers after which the array may have done what was asked.</summary>
    public static TheoryData<string> Doubtful { get; } =
    [
        "cut", "timeout", "500 error object", "500 HTML", "502", "504", "200 empty", "202 empty", "202 HTML", "202 half a job", "202 no job", "too big",
    ];

    /// <summary>Answers that say nothing was begun, and that passes.</summary>
    public static TheoryData<string> NotBegun { get; } =
    [
        "503", "503 HTML", "busy", "lock id 40050", "lock id 40051", "lock id 40052", "lock 2205", "lock 2206", "lock 2207", "lock CCI",
    ];

    /// <summary>Answers that say nothing was begun, and that stays.</summary>
    public static TheoryData<int> Final { get; } = [400, 403, 404, 405, 406, 409, 411, 412, 415, 417];

    [Theory]
    [MemberData(nameof(Doubtful))]
    public async Task A_change_whose_answer_is_not_known_is_not_sent_again(string answer)
    {
        await using var sites = Lab();
        sites.TokyoArray.On(Split, _ => Play(answer)).On(Split, 202, Samples.RunningJob(1));

        var error = (await Assert.ThrowsAsync<ArrayApiException>(() => SplitAsync(sites))).Error;

        Assert.True(error.MayHaveHappened, error.Describe());
        Assert.Single(sites.TokyoArray.Requests);
        Assert.Equal("tokyo", error.Array);
    }

    [Theory]
    [MemberData(nameof(NotBegun))]
    public async Task A_change_the_array_did_not_begin_is_offered_again(string answer)
    {
        await using var sites = Lab();
        for (var i = 0; i < 3; i++)
        {
            sites.TokyoArray.On(Split, _ => Play(answer));
        }
        sites.TokyoArray.On(Split, 202, Samples.RunningJob(1));

        var job = sites.Run(() => SplitAsync(sites));

        Assert.Equal(1, job.Ref.JobId);
        Assert.Equal(4, sites.TokyoArray.Requests.Count);
        Assert.Single(sites.TokyoArray.Requests.Select(r => (r.Line, r.Body)).Distinct());
    }

    [Theory]
    [MemberData(nameof(NotBegun))]
    public async Task It_is_offered_until_the_deadline_and_then_reported_as_not_begun(string answer)
    {
        await using var sites = Lab(new ArrayLimits { BusyRetryFor = TimeSpan.FromSeconds(80) });
        sites.TokyoArray.On(Split, _ => Play(answer));
        var begun = sites.Clock.GetUtcNow();

        var error = Assert.Throws<ArrayApiException>(() => sites.Run(() => SplitAsync(sites))).Error;

        Assert.Equal((true, false), (error.MayPass, error.MayHaveHappened));
        Assert.InRange(sites.Clock.GetUtcNow() - begun, TimeSpan.FromSeconds(65), TimeSpan.FromSeconds(80));
        Assert.InRange(sites.TokyoArray.Requests.Count, 7, 15);
    }

    [Theory]
    [MemberData(nameof(Final))]
    public async Task A_refusal_is_reported_at_once_and_nothing_happened(int status)
    {
        await using var sites = Lab();
        sites.TokyoArray.On(Split, status, Samples.Error("KART40046-E"));

        var error = (await Assert.ThrowsAsync<ArrayApiException>(() => SplitAsync(sites))).Error;

        Assert.Equal((status, "KART40046-E", false, false), (error.HttpStatus, error.MessageId, error.MayPass, error.MayHaveHappened));
        Assert.Single(sites.TokyoArray.Requests);
    }

    [Fact]
    public async Task Retry_after_is_honoured()
    {
        await using var sites = Lab();
        sites.TokyoArray.On(Split, 503, "", ("Retry-After", "45")).On(Split, 202, Samples.RunningJob(1));
        var begun = sites.Clock.GetUtcNow();

        sites.Run(() => SplitAsync(sites));

        Assert.Equal(TimeSpan.FromSeconds(45), sites.Clock.GetUtcNow() - begun);
    }

    [Fact]
    public async Task The_second_controller_is_asked_when_the_first_was_not_reached()
    {
        await using var sites = Lab();
        sites.TokyoArray.On(Split, 202, Samples.RunningJob(1)).Kill("tokyo-ctl1");

        var job = await SplitAsync(sites);

        Assert.Equal(("https://tokyo-ctl2/", "tokyo-ctl2"), (job.Ref.Endpoint, Assert.Single(sites.TokyoArray.Requests).Host));
    }

    [Fact]
    public async Task A_controller_that_gives_no_answer_is_left_for_the_other_at_the_next_read()
    {
        await using var sites = Lab();
        sites.TokyoArray.On("GET journals?journalInfo=basic", seen => seen.Host == "tokyo-ctl1" ? Play("cut") : ScriptedArray.Answer(200, """{"data":[]}"""));

        Assert.Empty(sites.Run(() => sites.Tokyo.ReadJournalsAsync(default)));

        Assert.Equal(["tokyo-ctl1", "tokyo-ctl2"], sites.TokyoArray.Requests.Select(r => r.Host));
    }

    [Fact]
    public async Task An_array_that_was_never_reached_is_reported_at_once_with_what_to_do()
    {
        await using var sites = Lab();
        sites.TokyoArray.Kill("tokyo-ctl1");
        sites.TokyoArray.Kill("tokyo-ctl2");

        var error = (await Assert.ThrowsAsync<ArrayApiException>(() => SplitAsync(sites))).Error;

        Assert.Equal((ArrayErrorKind.NotReached, false), (error.Kind, error.MayHaveHappened));
        Assert.Contains("array tokyo", error.Describe(), StringComparison.Ordinal);
        Assert.Contains("https://tokyo-ctl2", error.Describe(), StringComparison.Ordinal);
        Assert.Contains("Check the endpoint", error.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_are_repeated_through_every_passing_trouble()
    {
        await using var sites = Lab(new ArrayLimits { ReadRetryFor = TimeSpan.FromMinutes(5) });
        string[] troubles = ["cut", "timeout", "500 HTML", "200 empty", "503", "busy", "502", "504", "500 error object"];
        foreach (var trouble in troubles)
        {
            sites.TokyoArray.On("GET journals?journalInfo=basic", _ => Play(trouble));
        }
        sites.TokyoArray.On("GET journals?journalInfo=basic", 200, """{"data":[]}""");

        Assert.Empty(sites.Run(() => sites.Tokyo.ReadJournalsAsync(default)));

        Assert.Equal(troubles.Length + 1, sites.TokyoArray.Requests.Count);
    }

    private static TwoSites Lab(ArrayLimits? limits = null) =>
        new(c => c with { Limits = (limits ?? new ArrayLimits()) with { RequestTimeout = TimeSpan.FromSeconds(30), MaxAnswerBytes = 4096 } });

    private static Task<ArrayJob> SplitAsync(TwoSites sites) => sites.Tokyo.InvokeAsync(Group, new PairRequest.Split(), default);

    private static HttpResponseMessage Play(string answer) => answer switch
    {
        "cut" => throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."),
        "timeout" => throw new OperationCanceledException("what the deadline of an exchange looks like"),
        "500 error object" => ScriptedArray.Answer(500, Samples.Error("KART30000-E")),
        "500 HTML" => ScriptedArray.Answer(500, "<html>Internal Server Error</html>"),
        "502" => ScriptedArray.Answer(502, "<html>Bad gateway</html>"),
        "504" => ScriptedArray.Answer(504, ""),
        "200 empty" => ScriptedArray.Answer(200, ""),
        "202 empty" => ScriptedArray.Answer(202, ""),
        "202 HTML" => ScriptedArray.Answer(202, "<html></html>"),
        "202 half a job" => ScriptedArray.Answer(202, """{"jobId": 5, "status": "Run"""),
        "202 no job" => ScriptedArray.Answer(202, """{"data": []}"""),
        "too big" => ScriptedArray.Answer(202, new string(' ', 5000)),
        "503" => ScriptedArray.Answer(503, """{"errorSource":"/x","message":"busy"}"""),
        "503 HTML" => ScriptedArray.Answer(503, "<html>Service Unavailable</html>"),
        "busy" => ScriptedArray.Answer(500, Samples.Error("KART00003-E")),
        "lock 2205" => ScriptedArray.Answer(500, Samples.Error("KART30000-E", "2e11", "2205")),
        "lock 2206" => ScriptedArray.Answer(500, Samples.Error("KART30000-E", "2E11", "2206")),
        "lock 2207" => ScriptedArray.Answer(500, Samples.Error("KART30000-E", "2E11", "2207")),
        "lock CCI" => ScriptedArray.Answer(500, """{"errorSource":"/x","message":"m","messageId":"KART30000-E","errorCode":{"errorCode":"EX_EACCES"}}"""),
        _ when answer.StartsWith("lock id ", StringComparison.Ordinal) => ScriptedArray.Answer(409, Samples.Error($"KART{answer[8..]}-E")),
        _ => throw new InvalidOperationException(answer),
    };
}

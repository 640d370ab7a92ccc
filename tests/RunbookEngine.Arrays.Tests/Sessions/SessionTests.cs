using System.Text;
using RunbookEngine.Arrays.Connections;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Tests.Fakes;

namespace RunbookEngine.Arrays.Tests.Sessions;

/// <summary>REST API guide MK-98RD9014, "Session management", "Generating sessions".</summary>
public class SessionTests
{
    private const string Journals = "GET journals?journalInfo=basic";
    private const string Empty = """{"data":[]}""";

    [Fact]
    public async Task Many_requests_at_once_share_one_session()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On(Journals, 200, Empty);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => sites.Tokyo.ReadJournalsAsync(default)));

        Assert.Equal(1, sites.TokyoArray.Logins);
        Assert.Equal(100, sites.TokyoArray.Requests.Count);
    }

    [Fact]
    public async Task A_login_sends_the_credentials_and_asks_for_the_longest_alive_time()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On(Journals, 200, Empty);

        await sites.Tokyo.ReadJournalsAsync(default);

        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("runbook:secret")), sites.TokyoArray.LastLoginAuthorization);
        Assert.Equal("""{"aliveTime":300}""", sites.TokyoArray.LastLoginBody);
        Assert.Equal($"Session {sites.TokyoArray.Token}", sites.TokyoArray.Requests[0].Headers["Authorization"]);
    }

    [Fact]
    public async Task That_all_sessions_are_in_use_is_told_at_once_and_the_login_is_tried_again()
    {
        var told = new List<ArrayNews>();
        await using var sites = new TwoSites(c => c with { News = told.Add });
        sites.TokyoArray.On(Journals, 200, Empty);
        for (var i = 0; i < 3; i++)
            sites.TokyoArray.LoginAnswers.Enqueue(() => new HttpResponseMessage(System.Net.HttpStatusCode.ServiceUnavailable)
            {
                Content = new StringContent("""{"errorSource":"/sessions","messageId":"KART30095-E","message":"The number of sessions has reached its limit.","solutionType":"RETRY"}"""),
            });

        await sites.Clock.DriveAsync(sites.Tokyo.ReadJournalsAsync(default));

        Assert.Equal(("tokyo", ArrayStanding.SessionsUsedUp), Assert.Single(told) is var news ? (news.Array, news.Standing) : default);
        Assert.Single(sites.TokyoArray.Requests);
    }

    [Fact]
    public async Task An_expired_session_is_made_anew_and_the_request_sent_again_once()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On(Journals, 200, Empty);
        await sites.Tokyo.ReadJournalsAsync(default);
        sites.TokyoArray.ExpireSessions();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => sites.Tokyo.ReadJournalsAsync(default)));

        Assert.Equal(2, sites.TokyoArray.Logins);
    }

    [Fact]
    public async Task A_wrong_password_is_reported_at_once_and_not_tried_again_by_everybody()
    {
        await using var sites = new TwoSites();
        for (var i = 0; i < 2; i++)
        {
            sites.TokyoArray.LoginAnswers.Enqueue(() => ScriptedArray.Answer(
                401, """{"errorSource":"/ConfigurationManager/v1/objects/sessions","message":"User authentication failed.","messageId":"KART30085-E"}"""));
        }

        for (var i = 0; i < 50; i++)
        {
            var error = (await Assert.ThrowsAsync<ArrayApiException>(() => sites.Tokyo.ReadJournalsAsync(default))).Error;
            Assert.Equal((ArrayErrorKind.Unauthorized, "tokyo", false), (error.Kind, error.Array, error.MayHaveHappened));
            Assert.Contains("credentials", error.Describe(), StringComparison.Ordinal);
        }

        Assert.Single(sites.TokyoArray.LoginAnswers);
        sites.Clock.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAsync<ArrayApiException>(() => sites.Tokyo.ReadJournalsAsync(default));
        Assert.Empty(sites.TokyoArray.LoginAnswers);
    }

    [Fact]
    public async Task A_token_refused_right_after_login_is_an_error_not_a_loop()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On(Journals, 401, ScriptedArray.InvalidToken);

        var error = (await Assert.ThrowsAsync<ArrayApiException>(() => sites.Tokyo.ReadJournalsAsync(default))).Error;

        Assert.Equal(ArrayErrorKind.Unauthorized, error.Kind);
        Assert.Equal(2, sites.TokyoArray.Logins);
        Assert.Equal(2, sites.TokyoArray.Requests.Count);
    }

    [Fact]
    public async Task A_full_session_table_is_waited_for()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On(Journals, 200, Empty);
        for (var i = 0; i < 3; i++)
        {
            sites.TokyoArray.LoginAnswers.Enqueue(() => ScriptedArray.Answer(503, """{"errorSource":"/x","message":"The number of sessions is over the limit."}"""));
        }

        sites.Run(() => sites.Tokyo.ReadJournalsAsync(default));

        Assert.Equal(1, sites.TokyoArray.Logins);
    }

    [Fact]
    public async Task Sessions_are_given_back_when_the_fleet_is_disposed()
    {
        var sites = new TwoSites();
        sites.TokyoArray.On(Journals, 200, Empty);
        sites.OsakaArray.On(Journals, 200, Empty);
        await sites.Tokyo.ReadJournalsAsync(default);
        await sites.Osaka.ReadJournalsAsync(default);

        await sites.DisposeAsync();

        Assert.Equal((1, 1), (sites.TokyoArray.Discards, sites.OsakaArray.Discards));
    }

    [Fact]
    public async Task An_idle_session_is_kept_alive_while_wanted_and_given_back_when_not()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On(Journals, 200, Empty);
        await sites.Tokyo.ReadJournalsAsync(default);

        for (var minutes = 0; minutes < 20; minutes++)
        {
            sites.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.InRange(sites.TokyoArray.KeepAlives, 3, 10);
        Assert.Equal(1, sites.TokyoArray.Discards);
        await sites.Tokyo.ReadJournalsAsync(default);
        Assert.Equal(2, sites.TokyoArray.Logins);
    }

    [Fact]
    public async Task A_session_of_which_the_idle_time_has_passed_is_not_tried()
    {
        await using var sites = new TwoSites(c => c with { Limits = new ArrayLimits { SessionAliveTime = TimeSpan.FromSeconds(60) } });
        sites.TokyoArray.On(Journals, 200, Empty);
        await sites.Tokyo.ReadJournalsAsync(default);
        sites.TokyoArray.ExpireSessions();

        sites.Clock.Advance(TimeSpan.FromSeconds(75));
        await sites.Tokyo.ReadJournalsAsync(default);

        Assert.Equal(2, sites.TokyoArray.Requests.Count);
    }

    [Fact]
    public async Task With_a_budget_of_one_the_other_controller_gets_a_session_only_after_the_first_is_given_back()
    {
        await using var sites = new TwoSites(c => c with { Limits = new ArrayLimits { SessionsPerArray = 1 } });
        sites.TokyoArray.On(Journals, 200, Empty);
        await sites.Tokyo.ReadJournalsAsync(default);
        sites.TokyoArray.Kill("tokyo-ctl1");

        await sites.Tokyo.ReadJournalsAsync(default);
        await sites.Tokyo.ReadJournalsAsync(default);

        Assert.Equal("tokyo-ctl2", sites.TokyoArray.Requests[^1].Host);
        Assert.Equal(2, sites.TokyoArray.Logins);
    }

    [Fact]
    public async Task No_more_requests_are_under_way_than_allowed()
    {
        await using var sites = new TwoSites(c => c with { Limits = new ArrayLimits { RequestsInFlightPerArray = 3 } });
        var gate = new TaskCompletionSource();
        sites.TokyoArray.On(Journals, 200, Empty).Gate = gate.Task;

        var all = Enumerable.Range(0, 40).Select(_ => sites.Tokyo.ReadJournalsAsync(default)).ToList();
        gate.SetResult();
        await Task.WhenAll(all);

        Assert.InRange(sites.TokyoArray.MostInFlight, 1, 3);
    }
}

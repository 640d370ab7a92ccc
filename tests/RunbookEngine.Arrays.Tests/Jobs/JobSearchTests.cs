using RunbookEngine.Arrays.Jobs;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Arrays.Tests.Fakes;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.Tests.Jobs;

/// <summary>REST API guide MK-98RD9014, "Getting a list of jobs": what a crashed client can learn from it.</summary>
public class JobSearchTests
{
    private const string List = "GET jobs?count=100";

    private const string Search = "GET jobs?count=1000";

    private static readonly CopyGroupRef Group = CopyGroupRef.Of(Technology.UniversalReplicator, TwoSites.TokyoId, "cg", TwoSites.OsakaId);

    private const string Url = "remote-mirror-copygroups/938000500222,cg,cgP_,cgS_/actions/split/invoke";

    private const string Body = """{"parameters":{"replicationType":"UR"}}""";

    private static readonly (string What, string Method, string Url, string Body, bool Same)[] Recorded =
    [
        ("as sent", "POST", "/ConfigurationManager/v1/objects/storages/938000500111/" + Url, Body, true),
        ("without the array in the path", "POST", "/ConfigurationManager/v1/objects/" + Url, Body, true),
        ("with the older verb", "PUT", "/ConfigurationManager/v1/objects/" + Url, Body, true),
        ("with blanks in the body", "POST", "/ConfigurationManager/v1/objects/" + Url, """{ "parameters" : { "replicationType" : "UR" } }""", true),
        ("with escaped commas", "POST", "/ConfigurationManager/v1/objects/" + Url.Replace(",", "%2C", StringComparison.Ordinal), Body, true),
        ("another group", "POST", "/ConfigurationManager/v1/objects/" + Url.Replace(",cg,", ",cx,", StringComparison.Ordinal), Body, false),
        ("another action", "POST", "/ConfigurationManager/v1/objects/" + Url.Replace("split", "resync", StringComparison.Ordinal), Body, false),
        ("another body", "POST", "/ConfigurationManager/v1/objects/" + Url, """{"parameters":{"replicationType":"UR","svolAccessMode":"rw"}}""", false),
        ("no body", "POST", "/ConfigurationManager/v1/objects/" + Url, "", false),
        ("a broken body", "POST", "/ConfigurationManager/v1/objects/" + Url, "{", false),
        ("another method", "DELETE", "/ConfigurationManager/v1/objects/" + Url, Body, false),
    ];

    [Fact]
    public async Task The_same_request_is_recognised_however_the_array_wrote_it_down()
    {
        foreach (var (what, method, url, body, same) in Recorded)
        {
            await using var sites = OneController();
            sites.TokyoArray.On(List, 200, Jobs(Entry(10, "GET", "/x", ""))).On(Search, 200, Jobs(Entry(10, "GET", "/x", ""), Entry(11, method, url, body)));
            var mark = await sites.Tokyo.MarkJobsAsync(default);

            var search = await sites.Tokyo.FindJobAsync(Request(sites), mark, default);

            Assert.Equal((what, same ? 11L : -1L, true), (what, search.Job?.Ref.JobId ?? -1, search.IsComplete));
        }
    }

    [Fact]
    public async Task An_older_job_of_the_same_request_is_not_taken_for_ours_whatever_the_clocks_say()
    {
        await using var sites = OneController();
        var older = Jobs(Entry(10, "POST", "/v1/objects/" + Url, Body, "2099-01-01T00:00:00Z"));
        sites.TokyoArray.On(List, 200, older).On(Search, 200, older);
        var mark = await sites.Tokyo.MarkJobsAsync(default);

        var search = await sites.Tokyo.FindJobAsync(Request(sites), mark, default);

        Assert.Equal((null, true, 10L), (search.Job, search.IsComplete, mark.HighestJobId));
    }

    [Fact]
    public async Task The_mark_costs_a_request_only_the_first_time()
    {
        await using var sites = OneController();
        sites.TokyoArray.On(List, 200, """{"data":[]}""").On($"POST {Url}", 202, Samples.RunningJob(30));

        Assert.Equal(-1, (await sites.Tokyo.MarkJobsAsync(default)).HighestJobId);
        await sites.Tokyo.SendAsync(Request(sites), default);
        Assert.Equal(30, (await sites.Tokyo.MarkJobsAsync(default)).HighestJobId);

        Assert.Equal(2, sites.TokyoArray.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_forgot_its_jobs_leaves_the_search_incomplete()
    {
        await using var sites = OneController();
        sites.TokyoArray.On(Search, 200, Jobs(Entry(2, "GET", "/x", "")));

        var search = await sites.Tokyo.FindJobAsync(Request(sites), new JobMark("https://tokyo-ctl1/", 900, sites.Clock.GetUtcNow()), default);

        Assert.Equal((null, false), (search.Job, search.IsComplete));
    }

    [Fact]
    public async Task Both_controllers_are_searched_and_one_that_is_down_leaves_the_search_incomplete()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On(List, 200, Jobs(Entry(10, "GET", "/x", ""))).On(Search, seen => ScriptedArray.Answer(200, seen.Host == "tokyo-ctl2"
            ? Jobs(Entry(3, "POST", "/v1/objects/" + Url, Body, "2031-02-03T04:05:00Z"), Entry(2, "POST", "/v1/objects/" + Url, Body, "2031-02-03T03:00:00Z"))
            : Jobs(Entry(10, "GET", "/x", ""))));
        var mark = await sites.Tokyo.MarkJobsAsync(default);

        var both = await sites.Tokyo.FindJobAsync(Request(sites), mark, default);
        sites.TokyoArray.Kill("tokyo-ctl2");
        var one = sites.Run(() => sites.Tokyo.FindJobAsync(Request(sites), mark, default));

        Assert.Equal([("https://tokyo-ctl2/", 3L)], both.Jobs.Select(j => (j.Ref.Endpoint, j.Ref.JobId)));
        Assert.Equal((true, false, null), (both.IsComplete, one.IsComplete, one.Job));
    }

    [Fact]
    public async Task A_long_history_is_read_page_by_page_back_to_the_mark()
    {
        await using var sites = OneController();
        var jobs = Enumerable.Range(0, 250).Select(i => (Id: 1000 - i, Time: DateTimeOffset.Parse("2031-02-03T04:05:00Z").AddSeconds(-i))).ToList();
        sites.TokyoArray.On(Search, 400, Samples.Error("KART40038-E")).On(List, 200, Page(jobs, 0)).On("GET jobs?count=100&endCreatedTime=2031-02-03T04:03:21Z", 200, Page(jobs, 99))
            .On("GET jobs?count=100&endCreatedTime=2031-02-03T04:01:42Z", 200, Page(jobs, 198));

        var search = await sites.Tokyo.FindJobAsync(Request(sites), new JobMark("https://tokyo-ctl1/", 780, sites.Clock.GetUtcNow()), default);

        Assert.Equal((true, 220), (search.IsComplete, search.Jobs.Count));
        Assert.Equal(1000, search.Job!.Ref.JobId);
    }

    [Fact]
    public async Task A_server_that_gives_the_same_page_again_leaves_the_search_incomplete()
    {
        await using var sites = OneController();
        var jobs = Enumerable.Range(0, 100).Select(i => (Id: 1000 - i, Time: DateTimeOffset.Parse("2031-02-03T04:05:00Z"))).ToList();
        sites.TokyoArray.On(Search, 400, Samples.Error("KART40038-E")).On(List, 200, Page(jobs, 0)).On("GET jobs?count=100&endCreatedTime=2031-02-03T04:05:00Z", 200, Page(jobs, 0));

        var search = await sites.Tokyo.FindJobAsync(Request(sites), new JobMark("https://tokyo-ctl1/", 780, sites.Clock.GetUtcNow()), default);

        Assert.Equal((false, 100), (search.IsComplete, search.Jobs.Count));
    }

    [Fact]
    public async Task A_server_that_takes_no_query_gives_the_whole_history()
    {
        await using var sites = OneController();
        sites.TokyoArray.On(List, 400, Samples.Error("KART40038-E")).On("GET jobs", 200, Jobs(Entry(10, "GET", "/x", "")));

        Assert.Equal(10, (await sites.Tokyo.MarkJobsAsync(default)).HighestJobId);
    }

    private static TwoSites OneController() => new(c => c with { Endpoints = [c.Endpoints[0]] });

    private static ArrayRequest Request(TwoSites sites) => sites.Tokyo.DescribeRequest(Group, new PairRequest.Split());

    private static string Page(List<(int Id, DateTimeOffset Time)> jobs, int skip) =>
        Jobs([.. jobs.Skip(skip).Take(100).Select(j => Entry(j.Id, "POST", "/v1/objects/" + Url, Body, j.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")))]);

    private static string Jobs(params string[] entries) => $$"""{"data":[{{string.Join(',', entries)}}]}""";

    private static string Entry(long id, string method, string url, string body, string created = "2031-02-03T04:05:06Z") => $$"""
        {"jobId":{{id}},"status":"Completed","state":"Succeeded","createdTime":"{{created}}",
         "request":{"requestUrl":"{{url}}","requestMethod":"{{method}}","requestBody":{{System.Text.Json.JsonSerializer.Serialize(body)}} } }
        """;
}

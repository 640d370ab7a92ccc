using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.Requests;

/// <summary>What is wrong with a request is answered by the arrays' error object.</summary>
public class BadRequestTests
{
    private const string Split = "remote-mirror-copygroups/900000040015,erp-ur-01,erp-ur-01P_,erp-ur-01S_/actions/split/invoke";

    private readonly Site _site = Site.TwoSites();

    public static TheoryData<string, string, string, int, string> Cases() => new()
    {
        { "POST", "ldevs", "{", 400, "KART40046-E" },
        { "POST", "ldevs", "[]", 400, "KART40046-E" },
        { "POST", "ldevs", "null", 400, "KART40046-E" },
        { "POST", "ldevs", """{"poolId":0,"byteFormatCapacity":"1G","bogus":1}""", 400, "KART40038-E" },
        { "POST", "ldevs", """{"poolId":0,"byteFormatCapacity":{}}""", 400, "KART40046-E" },
        { "POST", "ldevs", """{"poolId":99999999999999999999,"byteFormatCapacity":"1G"}""", 400, "KART40046-E" },
        { "PUT", Split, "{}", 400, "KART40046-E" },
        { "PUT", Split, """{"parameters":{}}""", 400, "KART40046-E" },
        { "PUT", Split, """{"replicationType":"UR"}""", 400, "KART4" },
        { "PUT", Split, """{"parameters":{"replicationType":"UR","bogus":true}}""", 400, "KART40038-E" },
        { "PUT", Split, """{"parameters":{"replicationType":"TC"}}""", 400, "KART40046-E" },
        { "DELETE", "jobs/1", "", 405, "KART40010-E" },
        { "PATCH", "ldevs", "{}", 405, "KART40010-E" },
        { "TRACE", "ldevs", "", 405, "KART40010-E" },
        { "GET", "nothing", "", 404, "KART20009-E" },
        { "GET", "/", "", 404, "KART20009-E" },
        { "GET", "/ConfigurationManager/v2/objects/ldevs", "", 404, "KART20009-E" },
        { "GET", "/ConfigurationManager/v1/objects/storages/900000099999/ldevs", "", 404, "KART30013-E" },
        { "GET", "/ConfigurationManager/v1/objects/ldevs%2F1", "", 404, "KART20009-E" },
        { "GET", "jobs/99", "", 404, "KART30013-E" },
        { "GET", "jobs/x", "", 404, "KART30013-E" },
        { "GET", "ldevs/65280", "", 404, "KART30013-E" },
        { "GET", "ldevs?count=x", "", 400, "KART40046-E" },
        { "GET", "local-clone-copypairs", "", 400, "KART40046-E" },
        { "GET", "journals", "", 400, "KART40046-E" },
        { "GET", "snapshots", "", 400, "KART40046-E" },
        { "POST", "local-clone-copypairs", """{"copyGroupName":"a-name-of-a-copy-group-that-is-too-long","copyPairName":"p","replicationType":"SI","pvolLdevId":300,"svolLdevId":301,"isNewGroupCreation":true}""", 400, "KART40046-E" },
        { "POST", "local-clone-copypairs", """{"copyGroupName":"g","copyPairName":"with blank","replicationType":"SI","pvolLdevId":300,"svolLdevId":301,"isNewGroupCreation":true}""", 400, "KART40046-E" },
        { "POST", "local-clone-copypairs", """{"copyGroupName":"with,comma","copyPairName":"p","replicationType":"SI","pvolLdevId":300,"svolLdevId":301,"isNewGroupCreation":true}""", 400, "KART40046-E" },
        { "POST", "snapshots", """{"snapshotGroupName":"a-name-of-a-snapshot-group-too-long","snapshotPoolId":1,"pvolLdevId":300}""", 400, "KART40046-E" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_wrong_request_is_answered_with_an_error_object(string method, string path, string body, int status, string messageId)
    {
        var answer = await _site.SendAsync("tokyo", method, path, body, "osaka");
        Assert.Equal(status, answer.Status);
        AssertErrorObject(answer, messageId);
        Assert.Empty(_site.World.Ledger.Since());
    }

    [Fact]
    public async Task A_body_nested_too_deep_is_refused()
    {
        var body = string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40);
        AssertErrorObject(await _site.SendAsync("tokyo", "POST", "ldevs", body), "KART40046-E");
    }

    [Fact]
    public async Task A_path_longer_than_any_can_be_is_refused()
    {
        var answer = await _site.SendAsync("tokyo", "GET", "ldevs/" + new string('1', 5000));
        Assert.Equal(414, answer.Status);
        AssertErrorObject(answer, "KART40015-E");
    }

    [Theory]
    [InlineData("", 401)]
    [InlineData("Session 00000000000000000000000000000000", 401)]
    [InlineData("Session", 401)]
    [InlineData("Bearer x", 401)]
    [InlineData("Basic !!!", 401)]
    [InlineData("Basic cnVuYm9vazp3cm9uZw==", 401)]
    public async Task Without_a_session_nothing_is_answered(string authorization, int status)
    {
        var headers = new SimHeaders();
        if (authorization.Length > 0)
            headers.Add("Authorization", authorization);
        var answer = await _site.World["tokyo"].HandleAsync(new SimRequest("GET", Site.Objects + "ldevs", "", headers, default));
        Assert.Equal(status, answer.Status);
        AssertErrorObject(answer, "KART40047-E");
        Assert.Contains("realm=\"Block storage\"", answer.Headers["WWW-Authenticate"]);
    }

    [Theory]
    [InlineData("Accept", "text/html", 406)]
    [InlineData("Expect", "100-continue", 417)]
    [InlineData("Content-Type", "text/xml", 415)]
    public async Task A_header_the_arrays_do_not_take_is_refused(string name, string value, int status)
    {
        var headers = new SimHeaders { { name, value }, { "Authorization", "Session " + await _site.TokenAsync("tokyo") }, { "Content-Length", "2" } };
        var answer = await _site.World["tokyo"].HandleAsync(new SimRequest("POST", Site.Objects + "ldevs", "", headers, "{}"u8.ToArray()));
        Assert.Equal(status, answer.Status);
        AssertErrorObject(answer, "KART4");
    }

    [Fact]
    public async Task A_length_is_needed_where_a_body_may_be()
    {
        var headers = new SimHeaders { { "Authorization", "Session " + await _site.TokenAsync("tokyo") } };
        var answer = await _site.World["tokyo"].HandleAsync(new SimRequest("POST", Site.Objects + "ldevs", "", headers, default));
        Assert.Equal(411, answer.Status);
    }

    internal static void AssertErrorObject(SimResponse answer, string messageId)
    {
        Assert.StartsWith("application/json", answer.Headers["Content-Type"], StringComparison.Ordinal);
        var error = Site.Parse(answer);
        Assert.StartsWith(messageId, error["messageId"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.NotEmpty(error["message"]!.GetValue<string>());
        Assert.NotEmpty(error["errorSource"]!.GetValue<string>());
        Assert.NotEmpty(error["solution"]!.GetValue<string>());
        // A code is there or it is not; some clients fail on null.
        Assert.DoesNotContain("null", answer.Text);
    }
}

using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Tests.Api;

namespace RunbookEngine.Server.Tests.Access;

/// <summary>Who may what: every endpoint, tried by everybody, compared with the table in docs/api.md.</summary>
public partial class RoleTableTests
{
    private static readonly string[] Roles = ["stranger", "viewer", "operator", "approver", "author", "admin"];

    [Fact]
    public async Task Everybody_gets_where_the_documented_table_lets_them_and_nowhere_else()
    {
        await using var lab = await ServerLab.StartAsync("limits: { anonymousPerMinute: 100000, requestsPerMinute: 100000 }");
        var documented = Documented();
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var clients = new Dictionary<string, HttpClient>();
        foreach (var role in Roles)
            clients[role] = role == "stranger" ? lab.Stranger() : await lab.ClientAsync($"the-{role}", Enum.Parse<Role>(role, ignoreCase: true));
        foreach (var (method, path) in Endpoints(lab))
        {
            var row = new List<string>();
            foreach (var role in Roles)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(lab.Address, Parameter().Replace(path, "none")));
                if (method is "POST" or "PUT" or "PATCH")
                    request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
                using var answer = await clients[role].SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
                Assert.True(answer.StatusCode < HttpStatusCode.InternalServerError, $"{method} {path} as {role}: {answer.StatusCode}");
                if (answer.StatusCode == HttpStatusCode.Unauthorized)
                    Assert.NotEmpty(answer.Headers.WwwAuthenticate);
                row.Add(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? "-" : "yes");
            }

            found[$"{method} {path}"] = string.Join(" | ", row);
        }

        var wrong = found.Where(f => documented.GetValueOrDefault(f.Key) != f.Value).Select(f => $"| `{f.Key}` | {f.Value} |")
            .Concat(documented.Keys.Except(found.Keys).Select(k => $"documented and not there: {k}")).ToList();
        Assert.True(wrong.Count == 0, $"docs/api.md, table \"Who may what\", differs from the server:\n{string.Join("\n", wrong)}");
    }

    [Fact]
    public async Task Every_endpoint_says_what_it_needs_or_that_it_is_open()
    {
        await using var lab = await ServerLab.StartAsync();

        var silent = lab.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<PermissionNeeded>() is null && e.Metadata.GetMetadata<IAllowAnonymous>() is null).Select(e => e.RoutePattern.RawText);

        Assert.Empty(silent);
    }

    private static IEnumerable<(string Method, string Path)> Endpoints(ServerLab lab) => lab.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(m => (m, "/" + e.RoutePattern.RawText!.Trim('/'))))
        .Distinct().OrderBy(e => e.Item2, StringComparer.Ordinal);

    /// <summary>The rows of the table: <c>| `GET /path` | - | yes | ...</c>.</summary>
    private static Dictionary<string, string> Documented() => Row().Matches(File.ReadAllText(Repository.File("docs/api.md")))
        .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value.Trim());

    [GeneratedRegex(@"^\| `((?:GET|PUT|POST|DELETE|PATCH) [^`]+)` \|((?: (?:yes|-) \|){5} (?:yes|-)) \|\s*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}

using System.Net.Http.Headers;
using System.Text;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Secrets;
using RunbookEngine.Sinks;

namespace RunbookEngine.Activities.Web;

/// <summary>A web service of the environment: <c>connections.NAME</c>.</summary>
internal sealed class WebConnection(StepArguments section)
{
    public Uri Url { get; } = new(section.Text("url").TrimEnd('/') + "/");

    public WebTls Tls { get; } = WebTls.Read(section);

    public IReadOnlyDictionary<string, string> Headers { get; } = WebHeaders.Read(section);

    /// <exception cref="InvalidArgumentsException">The environment has no such connection.</exception>
    public static WebConnection Find(StepContext step, string name) =>
        Environments.Section(step.Plan, "connections")?.Section(name) is { } section
            ? new WebConnection(section)
            : throw new InvalidArgumentsException(
            $"the environment {step.Plan.Environment.Name} has no connection '{name}'; add it under 'connections'");

    /// <summary>The authorisation header, and the secrets in it; null when the connection has none.</summary>
    /// <exception cref="InvalidOperationException">The secret cannot be had.</exception>
    public async Task<(AuthenticationHeaderValue Header, string[] Secrets)?> AuthorizeAsync(CancellationToken cancellationToken)
    {
        if (section.OptionalText("token") is { } token)
        {
            var secret = await SecretReader.ReadAsync(token, cancellationToken);
            if (ProtocolText.WrongHeaderValue(secret) is { } wrong)
            {
                throw new InvalidOperationException($"the token {wrong}; a token is one line of ASCII characters");
            }
            return (new AuthenticationHeaderValue("Bearer", secret), [secret]);
        }
        if (section.OptionalText("credentials") is { } credentials)
        {
            var (user, password) = await SecretReader.ReadPairAsync(credentials, cancellationToken);
            var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
            return (new AuthenticationHeaderValue("Basic", basic), [password, basic]);
        }
        return null;
    }
}

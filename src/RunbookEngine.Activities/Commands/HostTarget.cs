using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Plans;
using RunbookEngine.Secrets;

namespace RunbookEngine.Activities.Commands;

/// <summary>A machine of the environment's <c>hosts</c> on which a command runs.</summary>
/// <param name="Name">As runbooks call it.</param>
/// <param name="HostKeys">Keys that the machine may show, as <c>known_hosts</c> has them: type and Base64.</param>
internal sealed record HostTarget(string Name, string Address, int Port, string User, SecretReference Key, IReadOnlyList<string> HostKeys, TimeSpan ConnectTimeout)
{
    private static readonly TimeSpan StandardTimeout = TimeSpan.FromSeconds(15);

    /// <exception cref="InvalidArgumentsException">The environment has no such host, or describes it badly.</exception>
    public static HostTarget Read(Plan plan, string name)
    {
        var hosts = Environments.Section(plan, "hosts");
        if (hosts?.Section(name) is not { } entry)
        {
            throw new InvalidArgumentsException(
                $"command: the environment {plan.Environment.Name} has no host '{name}'; its hosts are: {string.Join(", ", hosts?.Value.EnumerateObject().Select(h => h.Name) ?? [])}");
        }
        var address = entry.Text("address");
        // Neither may be read as an option of ssh.
        if (address.StartsWith('-') || entry.Text("user").StartsWith('-'))
        {
            throw entry.Wrong("address", "begins with '-'", "a name or an address");
        }
        return new HostTarget(
            name, address, entry.OptionalNumber("port", 1, 65535) ?? 22, entry.Text("user"), KeyOf(entry), entry.Texts("hostKey"),
            entry.Duration("connectTimeout") ?? StandardTimeout);
    }

    private static SecretReference KeyOf(StepArguments entry)
    {
        try
        {
            return new SecretReference(entry.Text("credentials"));
        }
        catch (ArgumentException e)
        {
            throw new InvalidArgumentsException($"{entry.Verb}: 'credentials': {e.Message}");
        }
    }

    public override string ToString() => $"{Name} ({User}@{Address}{(Port == 22 ? "" : $":{Port}")})";
}

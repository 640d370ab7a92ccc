using System.Globalization;

namespace RunbookEngine.Activities.Tickets.ServiceNow;

/// <summary>The states of a ServiceNow change request: the label that people see and the number that is stored.</summary>
/// <remarks>Source: ServiceNow product documentation, Change Management, "State model and transitions". Change models may add states of their
/// own: the connection's <c>states</c> names those.</remarks>
internal sealed class ChangeStates(IReadOnlyDictionary<string, string> own)
{
    private static readonly Dictionary<string, string> Standard = new(StringComparer.OrdinalIgnoreCase)
    {
        ["New"] = "-5",
        ["Assess"] = "-4",
        ["Authorize"] = "-3",
        ["Scheduled"] = "-2",
        ["Implement"] = "-1",
        ["Review"] = "0",
        ["Closed"] = "3",
        ["Canceled"] = "4",
    };

    private readonly Dictionary<string, string> _own = new(own, StringComparer.OrdinalIgnoreCase);

    /// <summary>What is written to the record for a state that somebody wrote by name or number.</summary>
    /// <exception cref="TicketSystemException">It is neither.</exception>
    public string Code(string state) =>
        _own.TryGetValue(state, out var code) || Standard.TryGetValue(state, out code) ? code
        : int.TryParse(state, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? state
        : throw new TicketSystemException(
            $"'{state}' is no state of a change request; there are {string.Join(", ", _own.Keys.Concat(Standard.Keys))}, or add it to 'states' of the connection");

    /// <summary>The label of a stored number; the number when it has none here.</summary>
    public string Label(string code) =>
        _own.Concat(Standard).FirstOrDefault(s => s.Value == code).Key ?? code;
}

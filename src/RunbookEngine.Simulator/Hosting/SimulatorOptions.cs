using System.Net;

namespace RunbookEngine.Simulator.Hosting;

public sealed record SimulatorOptions
{
    /// <summary>Port of the first array; the others follow in the topology's order, then the control address, then second controllers. 0 picks free ones.</summary>
    public int Port { get; init; }

    /// <summary>HTTPS for the arrays, with a certificate authority made at the start. The control address stays plain HTTP.</summary>
    public bool Tls { get; init; }

    /// <summary>One address for all arrays, as a Configuration Manager server has: paths name the array. The control address is on the next port.</summary>
    public bool OneAddress { get; init; }

    /// <summary>Simulated seconds per real second; null takes the topology's. Ignored when <see cref="Clock"/> is set.</summary>
    public double? Speed { get; init; }

    /// <summary>The time of the arrays; null means the system's, run at <see cref="Speed"/>.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>Where to listen; default the loopback address, so that nothing outside the machine reaches it.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;
}

using System.Reflection;

namespace RunbookEngine.Cli.Hosting;

internal static class Product
{
    /// <summary>The version as it is printed: <c>0.1.0</c>, without the build's commit.</summary>
    public static string Version { get; } =
        (typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];
}

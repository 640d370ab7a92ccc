using Microsoft.Extensions.Configuration;
using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Server.Hosting;

/// <summary>The configuration of a server as read: file, then environment variables, then the command line.</summary>
/// <param name="Configuration">Keys <c>section:key</c>; values as <see cref="SettingsReader"/> has checked them.</param>
/// <param name="Folder">Folder that relative paths start from: the configuration file's, or the current one.</param>
/// <param name="Diagnostics">What is wrong, with its place.</param>
public sealed record ServerSettings(IConfiguration Configuration, string Folder, IReadOnlyList<Diagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Any(d => d.IsError);

    /// <summary>A section as its options; defaults where the file says nothing.</summary>
    public T Get<T>(string section)
        where T : class, new() => Configuration.GetSection(section).Get<T>() ?? new T();

    /// <summary>A path of the configuration, absolute.</summary>
    public string PathOf(string written) => Path.GetFullPath(written, Folder);
}

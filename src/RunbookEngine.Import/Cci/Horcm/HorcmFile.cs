using System.Collections.Immutable;

namespace RunbookEngine.Import.Cci.Horcm;

/// <summary>A HORCM configuration file: one instance's view of device groups.</summary>
/// <param name="Instance">Instance number; from the file's name (<c>horcm0.conf</c>), else its place among the files given.</param>
/// <param name="CommandSerials">Serial numbers of the arrays whose command devices it uses.</param>
/// <param name="CommandHosts">Addresses of virtual command devices (<c>IPCMD</c>).</param>
/// <param name="Unread">Lines that say something this importer does not use.</param>
internal sealed record HorcmFile(
    string Name, int Instance, ImmutableArray<string> CommandSerials, ImmutableArray<string> CommandHosts,
    ImmutableArray<HorcmDevice> Devices, ImmutableArray<HorcmUnread> Unread);

/// <param name="Ldev">LDEV number; null when the file names the volume by port and LUN.</param>
/// <param name="Serial">Null with <paramref name="Ldev"/>.</param>
/// <param name="MirrorUnit">As written, <c>0</c> or <c>h1</c>; empty when left out.</param>
internal sealed record HorcmDevice(string Group, string Name, string? Serial, int? Ldev, string MirrorUnit, int Line);

internal sealed record HorcmUnread(int Line, string Text, string Why);

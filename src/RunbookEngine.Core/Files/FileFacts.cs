using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace RunbookEngine.Files;

/// <summary>What a path leads to.</summary>
public enum FileKind
{
    Missing,
    Regular,
    Folder,

    /// <summary>A pipe, a socket or a device: reading it may wait for ever, or never end.</summary>
    Other,
}

/// <summary>What a path leads to, links followed.</summary>
/// <param name="Identity">Device, inode and time of birth: another file under the same name has another one. Null where the system does not tell (it is told on Linux).</param>
public sealed record FileFacts(FileKind Kind, string? Identity)
{
    private const int HereAndNow = -100, Basic = 0x7FF, Birth = 0x800, NotThere = 2, NoFolder = 20;

    /// <remarks>On a mount that does not answer this blocks as any look at a file does: not for a thread that others wait for.</remarks>
    /// <exception cref="UnauthorizedAccessException">The path may not be looked at.</exception>
    public static FileFacts Of(string path)
    {
        if (OperatingSystem.IsLinux() && OfLinux(path) is { } facts)
            return facts;
        return Directory.Exists(path) ? new(FileKind.Folder, null)
            : !File.Exists(path) ? new(FileKind.Missing, null)
            : new((File.GetAttributes(path) & (FileAttributes.Device | FileAttributes.ReparsePoint)) == 0 ? FileKind.Regular : FileKind.Other, null);
    }

    private static FileFacts? OfLinux(string path)
    {
        // struct statx: mode at 28, inode at 32, time of birth at 80, device at 136; the same on every architecture.
        var (buffer, name) = (new byte[256], new byte[Encoding.UTF8.GetByteCount(path) + 1]);
        Encoding.UTF8.GetBytes(path, name);
        try
        {
            if (Statx(HereAndNow, name, 0, Basic | Birth, buffer) != 0)
                return Marshal.GetLastPInvokeError() is NotThere or NoFolder ? new(FileKind.Missing, null)
                    : Marshal.GetLastPInvokeError() == 13 ? throw new UnauthorizedAccessException($"Access to the path '{path}' is denied.") : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }

        var kind = (BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(28)) & 0xF000) switch { 0x8000 => FileKind.Regular, 0x4000 => FileKind.Folder, _ => FileKind.Other };
        return new(kind, $"{Convert.ToHexStringLower(buffer, 136, 8)}-{Convert.ToHexStringLower(buffer, 32, 8)}-{Convert.ToHexStringLower(buffer, 80, 12)}");
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, byte[] buffer);
}

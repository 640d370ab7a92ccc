using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace RunbookEngine.Operations.Bundles;

/// <summary>One part of a bundle.</summary>
/// <param name="Name">Without the folder; lower-case letters, digits, points and hyphens.</param>
public sealed record BundlePart(string Name, byte[] Content)
{
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Content));
}

/// <summary>The files of a bundle: its parts in one folder, the list of their hashes, and what signs that list.</summary>
/// <remarks>The list is written as <c>openssl dgst -sha256 -r parts/*</c> prints it, sorted by name, so that a bundle is checked without this program.</remarks>
public sealed partial record BundleFiles(IReadOnlyList<BundlePart> Parts, byte[] Sums, byte[]? Signature, byte[]? Timestamp)
{
    public const string Folder = "parts/";
    public const string SumsName = "SHA256SUMS";
    public const string SignatureName = "SHA256SUMS.p7s";
    public const string TimestampName = "SHA256SUMS.p7s.tst";

    /// <summary>Files of a bundle, and bytes of all of them unpacked: a bundle is read into memory.</summary>
    public const int MaxFiles = 64;

    public const long MaxBytes = 1L << 30;

    public BundlePart? Find(string name) => Parts.FirstOrDefault(p => p.Name == name);

    public static byte[] SumsOf(IEnumerable<BundlePart> parts) =>
        Encoding.UTF8.GetBytes(string.Concat(parts.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Hash} *{Folder}{p.Name}\n")));

    /// <summary>As a ZIP archive; the same files give the same bytes.</summary>
    public byte[] ToZip()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in All())
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
                // Times belong into the parts, where they are signed.
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var to = entry.Open();
                to.Write(content);
            }
        }

        return stream.ToArray();
    }

    private IEnumerable<(string Name, byte[] Content)> All() =>
    [
        .. Parts.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => (Folder + p.Name, p.Content)),
        (SumsName, Sums),
        .. Signature is { } signature ? [(SignatureName, signature)] : ((string, byte[])[])[],
        .. Timestamp is { } timestamp ? [(TimestampName, timestamp)] : ((string, byte[])[])[],
    ];

    /// <summary>Reads an archive strictly: what does not belong into a bundle is a problem.</summary>
    /// <returns>Null with a problem when it cannot be read at all.</returns>
    public static (BundleFiles? Files, IReadOnlyList<string> Problems) FromZip(byte[] archive)
    {
        var problems = new List<string>();
        var found = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        try
        {
            using var zip = new ZipArchive(new MemoryStream(archive), ZipArchiveMode.Read);
            if (zip.Entries.Count > MaxFiles)
                return (null, [$"it holds {zip.Entries.Count} files; a bundle has at most {MaxFiles}"]);
            if (zip.Comment.Length > 0)
                problems.Add("the archive has a comment, which no bundle has");
            var left = MaxBytes;
            foreach (var entry in zip.Entries)
            {
                if (!KnownName().IsMatch(entry.FullName))
                    problems.Add($"{Shown(entry.FullName)} does not belong into a bundle");
                else if (!found.TryAdd(entry.FullName, Read(entry, ref left)))
                    problems.Add($"{entry.FullName} is in it twice");
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException or IOException or ArgumentException or OverflowException)
        {
            return (null, [$"it is no ZIP archive that can be read: {e.Message}"]);
        }

        if (!found.TryGetValue(SumsName, out var sums))
            return (null, [.. problems, $"{SumsName}, the list of hashes, is missing"]);
        var parts = found.Where(f => f.Key.StartsWith(Folder, StringComparison.Ordinal)).Select(f => new BundlePart(f.Key[Folder.Length..], f.Value))
            .OrderBy(p => p.Name, StringComparer.Ordinal).ToList();
        return (new BundleFiles(parts, sums, found.GetValueOrDefault(SignatureName), found.GetValueOrDefault(TimestampName)), problems);
    }

    private static byte[] Read(ZipArchiveEntry entry, ref long left)
    {
        using var from = entry.Open();
        using var to = new MemoryStream();
        var buffer = new byte[81920];
        for (int count; (count = from.Read(buffer)) > 0;)
        {
            if ((left -= count) < 0)
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it unpacks to more than {MaxBytes} bytes"));
            to.Write(buffer, 0, count);
        }

        if (to.Length != entry.Length)
            throw new InvalidDataException($"{entry.FullName} is cut short");
        return to.ToArray();
    }

    private static string Shown(string name) => Sinks.SinkText.Line(name.Length > 100 ? name[..100] + "…" : name);

    [GeneratedRegex(@"^(parts/[a-z0-9][a-z0-9.\-]{0,60}|SHA256SUMS(\.p7s(\.tst)?)?)\z")]
    private static partial Regex KnownName();
}

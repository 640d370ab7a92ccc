using System.Text;
using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Documents;

/// <summary>A file's text with the name it was asked for by.</summary>
/// <param name="Name">As the user gave it; diagnostics show it.</param>
/// <param name="Text">Its text; empty when it could not be read.</param>
/// <param name="Problem">Why there is no text, or null.</param>
public sealed record SourceFile(string Name, string Text, Diagnostic? Problem = null)
{
    /// <summary>Folder that relative names inside the file start from.</summary>
    public string Folder => Path.GetDirectoryName(Path.GetFullPath(Name)) ?? Path.GetFullPath(".");

    /// <summary>Reads a file of at most <see cref="DocumentLimits.Bytes"/>; a larger one is refused by its length, unread.</summary>
    public static SourceFile Read(string name)
    {
        try
        {
            if (Directory.Exists(name))
                return Failed(name, Codes.Unreadable, "this is a folder, not a file");
            using var stream = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (stream.CanSeek && stream.Length > DocumentLimits.Bytes)
                return TooLarge(name, stream.Length);
            // A pipe or device has no length: one byte past the limit is enough to know.
            var bytes = new byte[DocumentLimits.Bytes + 1];
            var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return count > DocumentLimits.Bytes ? TooLarge(name, count) : Decode(name, bytes.AsSpan(0, count));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Failed(name, Codes.Unreadable, "there is no such file", "check the path; it starts from the current folder");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Failed(name, Codes.Unreadable, $"the file cannot be read: {e.Message}");
        }
    }

    private static SourceFile Decode(string name, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            return new(name, encoding.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes));
        }
        catch (DecoderFallbackException e)
        {
            var before = bytes[..Math.Clamp(e.Index, 0, bytes.Length)];
            var line = before.Count((byte)'\n') + 1;
            var at = new SourceSpan(name, line, 1, line, 1);
            return new(name, "", Diagnostic.Error(Codes.Unreadable, at, "the file is not UTF-8 text", "save it as UTF-8"));
        }
    }

    private static SourceFile TooLarge(string name, long length) =>
        Failed(name, Codes.TooLarge, $"the file has {length:N0} bytes; at most {DocumentLimits.Bytes:N0} are read",
            "split it: `call` runs another runbook");

    private static SourceFile Failed(string name, string code, string message, string? help = null) =>
        new(name, "", Diagnostic.Error(code, SourceSpan.StartOf(name), message, help));
}

using System.Text;

namespace RunbookEngine.Files;

/// <summary>Reads a whole small file that a person named: a secret, a ticket. It is off the caller's thread, bounded in bytes and in time, and nothing but
/// a regular file: a pipe may wait for ever, and a device may never end.</summary>
public static class RegularFile
{
    /// <summary>A mount that has not answered by then is dead as far as the caller is concerned. Real time.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Threads that may hang in reads of dead mounts at once; more callers are refused at once, so that the pool is not used up.</summary>
    private const int MostHanging = 16;

    private static int _hanging;

    /// <exception cref="IOException">It is not there, is no regular file, is too large, or did not answer in time; the message says which.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="OperationCanceledException">The caller waits no longer; the read is left behind.</exception>
    public static async Task<byte[]> ReadAsync(string path, int most, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.Increment(ref _hanging) > MostHanging)
        {
            Interlocked.Decrement(ref _hanging);
            throw new IOException($"{path} is not read: {MostHanging} reads of other files hang, most likely on a mount that does not answer");
        }

        // A thread of its own: a read that hangs must take none from the pool.
        var read = Task.Factory.StartNew(() => Counted(path, most), CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        try
        {
            return await read.WaitAsync(Patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new IOException($"{path} was not read within {Patience.TotalSeconds:0} s; the mount it lies on does not answer");
        }
    }

    /// <summary>As UTF-8 text; a byte order mark is dropped.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static async Task<string> ReadTextAsync(string path, int most, CancellationToken cancellationToken)
    {
        var bytes = await ReadAsync(path, most, cancellationToken);
        return Encoding.UTF8.GetString(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(3) : bytes);
    }

    private static byte[] Counted(string path, int most)
    {
        try
        {
            return Read(path, most);
        }
        finally
        {
            Interlocked.Decrement(ref _hanging);
        }
    }

    private static byte[] Read(string path, int most)
    {
        switch (FileFacts.Of(path).Kind)
        {
            case FileKind.Missing:
                throw new FileNotFoundException($"there is no file {path}");
            case FileKind.Folder:
                throw new IOException($"{path} is a folder, not a file");
            case FileKind.Other:
                throw new IOException($"{path} is no regular file but a pipe, a socket or a device");
        }

        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 });
        // A file of /proc says 0 and has something; one that grows says less than it has. So what is read counts, not what is said.
        var buffer = new byte[most + 1];
        var count = 0;
        for (int more; count <= most && (more = file.Read(buffer, count, buffer.Length - count)) > 0;)
            count += more;
        return count <= most ? buffer[..count] : throw new IOException($"{path} has more than {most} bytes");
    }
}

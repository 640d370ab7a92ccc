using System.Diagnostics;
using RunbookEngine.Files;
using RunbookEngine.Secrets;
using Xunit;

namespace RunbookEngine.Core.Tests.Files;

public sealed class RegularFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("files").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a pipe", "pipe, a socket or a device")]
    [InlineData("/dev/zero", "pipe, a socket or a device")]
    [InlineData("/dev/random", "pipe, a socket or a device")]
    [InlineData("/dev/stdin", "")]
    [InlineData("a link to a pipe", "pipe, a socket or a device")]
    [InlineData("a folder", "is a folder")]
    [InlineData("nothing", "there is no file")]
    [InlineData("too large", "more than 1000 bytes")]
    [InlineData("grows", "more than 1000 bytes")]
    public async Task What_is_no_regular_file_of_its_size_is_refused_at_once(string what, string says)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes are made by a Linux program here.");
        var path = Path.Combine(_folder, "it");
        switch (what)
        {
            case "a pipe":
                MakePipe(path);
                break;
            case "a link to a pipe":
                MakePipe(path + ".pipe");
                File.CreateSymbolicLink(path, path + ".pipe");
                break;
            case "a folder":
                Directory.CreateDirectory(path);
                break;
            case "too large":
                File.WriteAllText(path, new string('x', 1001));
                break;
            case "grows":
                path = "/proc/self/maps";
                break;
            case "nothing":
                break;
            default:
                path = what;
                break;
        }

        var took = Stopwatch.StartNew();
        if (what == "/dev/stdin" && FileFacts.Of(path).Kind == FileKind.Regular)
            return;
        Assert.Contains(says, (await Assert.ThrowsAnyAsync<IOException>(() => RegularFile.ReadAsync(path, 1000, Stop))).Message);
        var refused = await Assert.ThrowsAsync<SecretUnavailableException>(() => SecretReader.ReadPairAsync($"file:{path}", Stop));
        Assert.Contains("file:", refused.Message);
        if (what is not ("too large" or "grows"))
            await Assert.ThrowsAsync<SecretUnavailableException>(() => SecretReader.ReadAsync($"file:{path}", Stop));
        Assert.True(took.Elapsed < RegularFile.Patience, $"{took.Elapsed}");
    }

    [Fact]
    public async Task A_file_is_read_whole_up_to_its_limit()
    {
        var path = Path.Combine(_folder, "secret");
        foreach (var length in (int[])[0, 1, 999, 1000])
        {
            File.WriteAllText(path, new string('x', length));
            Assert.Equal(length, (await RegularFile.ReadTextAsync(path, 1000, Stop)).Length);
        }

        File.WriteAllText(path, "\uFEFFkey\n");
        Assert.Equal("key", await SecretReader.ReadAsync($"file:{path}", Stop));
    }

    [Fact]
    public async Task A_reader_that_waits_no_longer_is_let_go()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes are made by a Linux program here.");
        using var gone = new CancellationTokenSource();
        gone.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RegularFile.ReadAsync(Path.Combine(_folder, "x"), 10, gone.Token));
    }

    [Fact]
    public void Another_file_of_the_same_name_has_another_identity()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The identity of a file is told on Linux.");
        var path = Path.Combine(_folder, "it");
        File.WriteAllText(path, "one");
        var first = FileFacts.Of(path);
        File.AppendAllText(path, "more");
        Assert.Equal(first, FileFacts.Of(path));
        File.WriteAllText(path + ".other", "two");
        File.Move(path + ".other", path, overwrite: true);
        Assert.NotEqual(first.Identity, FileFacts.Of(path).Identity);
        Assert.Equal(FileKind.Regular, FileFacts.Of(path).Kind);
    }

    private static void MakePipe(string path)
    {
        using var made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RunbookEngine.Import.Tests.Meaning;

/// <summary>Answers the small programs that stand in for CCI, over loopback. One line asks: case, HORCMINST, HORCC_MRCF, command and words.</summary>
internal sealed class CciServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, Func<string[], (int Code, string Output)>> _cases = new();

    public CciServer()
    {
        _listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Add(string id, Func<string[], (int, string)> answer) => _cases[id] = answer;

    public void Remove(string id) => _cases.TryRemove(id, out _);

    public void Dispose() => _listener.Stop();

    private void Accept()
    {
        while (true)
        {
            try
            {
                var client = _listener.AcceptTcpClient();
                new Thread(() => Serve(client)) { IsBackground = true }.Start();
            }
            catch (SocketException)
            {
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Serve(TcpClient client)
    {
        using var _ = client;
        using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8, false, 1024, leaveOpen: true);
        try
        {
            var fields = (reader.ReadLine() ?? "").Split('\t');
            var (code, output) = fields.Length >= 4 && _cases.TryGetValue(fields[0], out var answer) ? answer(fields) : (255, "");
            stream.Write(Encoding.UTF8.GetBytes($"{code}\n{output}"));
        }
        catch (IOException)
        {
            // The script was ended.
        }
        catch (Exception e)
        {
            stream.Write(Encoding.UTF8.GetBytes($"254\n{e}"));
        }
    }

    /// <summary>What a script finds as CCI: functions of its shell, and programs for what stands behind sudo and the like.</summary>
    public static void WritePrograms(string folder)
    {
        var library = Path.Combine(folder, "lib.sh");
        string[] commands = ["pairsplit", "pairresync", "pairevtwait", "pairvolchk", "pairdisplay", "paircreate", "horctakeover", "sleep"];
        File.WriteAllText(library, """
            fake_cci() {
              local fd rc line
              exec {fd}<>"/dev/tcp/127.0.0.1/$CCI_PORT" || return 255
              printf '%s\t%s\t%s\t%s\n' "$CCI_CASE" "${HORCMINST-}" "${HORCC_MRCF-}" "$*" >&"$fd"
              IFS= read -r rc <&"$fd"
              while IFS= read -r line <&"$fd"; do printf '%s\n' "$line"; done
              exec {fd}>&-
              return "$rc"
            }

            """.Replace("\r", "", StringComparison.Ordinal) + string.Concat(commands.Select(c => $"{c}() {{ fake_cci {c} \"$@\"; }}\n")));
        foreach (var command in commands)
            Program(Path.Combine(folder, command), $"#!/bin/bash\nfake_cci {command} \"$@\"\n");
        Program(Path.Combine(folder, "sudo"), "#!/bin/bash\n\"$@\"\n");
        Program(Path.Combine(folder, "mark"), "#!/bin/sh\necho \"$1\" >> \"$BENCH_MARKS\"\n[ ! -e \"$BENCH_FLAGS/fail-$1\" ] || { : > \"$BENCH_FLAGS/../program-failed\"; exit 1; }\n");
    }

    private static void Program(string path, string text)
    {
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }
}

using System.Diagnostics;
using System.Text.RegularExpressions;
using RunbookEngine.Activities;
using RunbookEngine.Activities.Commands;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Tickets;
using RunbookEngine.Activities.Web;
using RunbookEngine.Import.Cci;
using RunbookEngine.Import.Report;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Running;
using RunbookEngine.Plans;
using RunbookEngine.Rehearsal;
using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Clocks;
using RunbookEngine.Rehearsal.Rooms;
using RunbookEngine.Runs;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

namespace RunbookEngine.Import.Tests.Meaning;

/// <summary>One script from one start: run as it is against the fake CCI, and imported and run as a runbook; then both are compared.</summary>
internal sealed partial class BenchCase(string script, BenchWorld world, IReadOnlyList<string> flags, int seed, IReadOnlyList<string>? arguments = null)
{
    private static readonly TimeSpan LongestScript = TimeSpan.FromSeconds(30);

    public ImportResult? Imported { get; private set; }

    public string Story { get; private set; } = "";

    public bool HasHoles => Imported!.Counts.NotTurned > 0;

    /// <summary>What is different; null when nothing is.</summary>
    public async Task<string?> PlayAsync(CciServer server, string programs)
    {
        var folder = Directory.CreateTempSubdirectory("bench").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "flags"));
            foreach (var flag in flags)
                File.WriteAllText(Path.Combine(folder, "flags", flag), "");
            var text = script.Replace("@FLAGS@", Path.Combine(folder, "flags"), StringComparison.Ordinal);
            Imported = CciImporter.Import(new ImportRequest(new ImportText("bench.sh", text)) { HorcmFiles = [.. world.Horcm] });
            var runbook = UnresolvedStep().Replace(Imported.Runbook, m => $"{m.Groups["margin"].Value}command: {{ run: [\"/bin/sh\", \"-c\", \"exit 99\"], onUnknown: hold }}\n{m.Groups["margin"].Value}rollback: {{ none: \"hole\" }}\n");
            var inputs = (arguments ?? []).Select((a, i) => (Key: $"arg{i + 1}", Value: a)).Where(i => runbook.Contains($"  {i.Key}: {{ type", StringComparison.Ordinal)).ToDictionary(i => i.Key, i => i.Value);
            var prepared = await Preparation.PrepareAsync(new SourceFile("bench.yaml", runbook), world.Topology, new CompileOptions { Inputs = inputs, FindRuleSettings = _ => null }, null, seed, CancellationToken.None);
            if (prepared.Rehearsal is null)
                return HasHoles ? null : $"the runbook is not valid: {string.Join("; ", prepared.Diagnostics.Where(d => d.IsError).Select(d => $"{d.Code} {d.Message}"))}\n{runbook}";
            var setting = prepared.Rehearsal.Setting;
            var ran = Script(server, programs, folder, text, setting);
            var played = Run(setting, programs, folder);
            Story = $"seed {seed}\nflags {string.Join(' ', flags)}; groups {string.Join(", ", world.Groups)}\n--- script\n{text}\nends {ran.Code}, {(ran.Failed ? "a command failed" : "no command failed")}: {string.Join("; ", ran.Acts)}\n{ran.Output}"
                + $"\n--- run\n{played.Outcome} at {played.FailedStep}: {string.Join("; ", played.Acts)}\n{runbook}";
            return Difference(ran, played);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static string? Difference(ScriptEnd ran, RunEnd played)
    {
        if (played.Hang is not null)
            return $"the run hangs: {played.Hang}";
        var prefix = played.Acts.Count <= ran.Acts.Count && played.Acts.Zip(ran.Acts).All(p => p.First == p.Second);
        if (played.AtHole)
            return prefix ? null : "up to the hole the runbook did something else";
        var same = prefix && played.Acts.Count == ran.Acts.Count;
        if (played.Outcome == RunOutcome.Succeeded)
            return !same ? "the runbook did something else" : ran.Code != 0 ? "the script failed and the run succeeded" : null;
        // The engine refuses a request that the array would take and ignore.
        if (played.FailedStep.Contains("is not possible", StringComparison.Ordinal))
            return prefix ? null : "until the refusal the runbook did something else";
        // A failed command does not end a script; a run stops there.
        return ran.Failed ? prefix ? null : "until the failure the runbook did something else"
            : ran.Code != 0 ? same ? null : "the runbook did something else before it failed" : "the script succeeded and the run failed";
    }

    private ScriptEnd Script(CciServer server, string programs, string folder, string text, RehearsalSetting setting)
    {
        var room = new CaseRoom(setting, RehearsalCase.Plain);
        var process = new SimulatedProcess(room.Pump, "cci");
        var connections = new ArrayConnections(process.Clock, connection => new Wire(room, process, connection.Name));
        var cci = new FakeCci(room, connections, setting.Plan.Environment, process, world);
        var acts = new ActList(room, Path.Combine(folder, "marks-script"));
        var id = Guid.NewGuid().ToString("N");
        server.Add(id, fields =>
        {
            var words = fields[3].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            acts.Collect();
            var answer = cci.Take(words[0], words[1..], fields[1].Length > 0 ? fields[1] : "0", fields[2].Length > 0);
            acts.Collect();
            return answer;
        });
        try
        {
            var file = Path.Combine(folder, "script.sh");
            File.WriteAllText(file, text);
            var start = new ProcessStartInfo("/bin/bash") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = folder };
            start.ArgumentList.Add(file);
            foreach (var argument in arguments ?? [])
                start.ArgumentList.Add(argument);
            Surround(start, programs, folder, "marks-script");
            start.Environment["BASH_ENV"] = Path.Combine(programs, "lib.sh");
            start.Environment["CCI_PORT"] = $"{server.Port}";
            start.Environment["CCI_CASE"] = id;
            using var bash = Process.Start(start)!;
            bash.StandardInput.Close();
            var output = bash.StandardOutput.ReadToEndAsync();
            var errors = bash.StandardError.ReadToEndAsync();
            if (!bash.WaitForExit(LongestScript))
            {
                bash.Kill(true);
                throw new InvalidOperationException($"the script does not end\n{text}");
            }

            acts.Collect();
            return new ScriptEnd(bash.ExitCode, cci.Failed || File.Exists(Path.Combine(folder, "program-failed")), acts.Acts, output.Result + errors.Result);
        }
        finally
        {
            server.Remove(id);
        }
    }

    private static void Surround(ProcessStartInfo start, string programs, string folder, string marks)
    {
        foreach (var name in (string[])["HORCMINST", "HORCC_MRCF"])
            start.Environment.Remove(name);
        start.Environment["PATH"] = $"{programs}:/usr/bin:/bin";
        start.Environment["BENCH_MARKS"] = Path.Combine(folder, marks);
        start.Environment["BENCH_FLAGS"] = Path.Combine(folder, "flags");
    }

    private static RunEnd Run(RehearsalSetting setting, string programs, string folder)
    {
        var room = new CaseRoom(setting, RehearsalCase.Plain);
        var process = new SimulatedProcess(room.Pump, "engine");
        var connections = new ArrayConnections(process.Clock, connection => new Wire(room, process, connection.Name));
        using var web = new WebClients();
        var acts = new ActList(room, Path.Combine(folder, "marks-run"));
        Task<CommandResult> RunAsync(CommandArguments command, IReadOnlyDictionary<string, string> about, Secrets.SecretMask mask, Action<string> line, CancellationToken cancellationToken)
        {
            acts.Collect();
            var start = new ProcessStartInfo(command.Run[0] == "mark" ? Path.Combine(programs, "mark") : command.Run[0]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
            foreach (var word in command.Run.Skip(1))
                start.ArgumentList.Add(word);
            Surround(start, programs, folder, "marks-run");
            foreach (var (name, value) in command.Environment)
                start.Environment[name] = value;
            using var started = Process.Start(start)!;
            var output = started.StandardOutput.ReadToEnd();
            started.WaitForExit();
            acts.Collect();
            return Task.FromResult(new CommandResult(started.ExitCode, output, "", false));
        }

        var catalog = new ActivityCatalog(connections, web, new TicketSystems(process.Clock), new Dictionary<string, IActivity> { ["command"] = new CommandActivity(RunAsync) });
        var engine = new RunEngine(
            new ProcessStore(room, process), new WatchedActivities(catalog, room), new LanguageExpressions(new SecretDouble(setting.Secrets)), process.Clock,
            new EngineIdentity("bench", "bench", 1, RehearsalSetting.Start), new EngineOptions { NewsInterval = TimeSpan.FromHours(12), LeaseTime = TimeSpan.FromSeconds(30) }, new Activities.Pairs.PairDriftReader(connections));
        var run = new RunId(new Guid("00000000-0000-8000-8000-000000000001"));
        Task? driving = null;
        var end = room.Pump.Run(process, () => driving = DriveAsync(), RehearsalSetting.Start + setting.Longest, CancellationToken.None);
        acts.Collect();
        process.Kill();
        var state = room.Store.LoadAsync(run, CancellationToken.None).GetAwaiter().GetResult();
        var failed = state?.Steps.Values.FirstOrDefault(s => s.Status == StepStatus.Failed && s.Error is not null);
        return new RunEnd(
            end == PumpEnd.Done && driving!.IsCompletedSuccessfully ? null : $"{end} {driving?.Exception?.GetBaseException().Message}", state?.Outcome, $"{failed?.Key} {failed?.Error?.Message}",
            failed?.Error?.Message.Contains("99", StringComparison.Ordinal) == true, acts.Acts);

        async Task DriveAsync()
        {
            await engine.StartAsync(setting.Plan, new StartRequest(RehearsalSetting.Actor, Id: run), CancellationToken.None);
            await engine.DriveAsync(run, RehearsalSetting.Actor, new Silent(), CancellationToken.None);
        }
    }

    [GeneratedRegex("^(?<margin> +)unresolved:\n(?:\\k<margin>  .*\n)+", RegexOptions.Multiline)]
    private static partial Regex UnresolvedStep();

    private sealed class Silent : IRunObserver
    {
        public void Happened(Journal.JournalEntry entry, Journal.RunEvent e, RunState state)
        {
        }

        public void Progressed(RunId run, StepKey step, StepProgress progress)
        {
        }
    }

    private sealed record ScriptEnd(int Code, bool Failed, IReadOnlyList<string> Acts, string Output);

    private sealed record RunEnd(string? Hang, RunOutcome? Outcome, string FailedStep, bool AtHole, IReadOnlyList<string> Acts);

    /// <summary>What was changed, in order: pair operations that had an effect, and programs that left their mark.</summary>
    private sealed class ActList(CaseRoom room, string marks)
    {
        private long _entries;
        private int _marks;

        public List<string> Acts { get; } = [];

        public void Collect()
        {
            var entries = room.World.Ledger.Since(_entries);
            foreach (var entry in entries.Where(e => e.Effect == "changed" && e.CopyGroup is not null && e.Action != "lock"))
            {
                // A group is changed pair by pair or at once, as the array has it.
                var act = $"{entry.Action} {entry.CopyGroup}{Access(entry.Body)}";
                if (Acts.LastOrDefault() != act)
                    Acts.Add(act);
            }

            _entries = entries.Count > 0 ? entries[^1].Sequence : _entries;
            var written = File.Exists(marks) ? File.ReadAllLines(marks) : [];
            Acts.AddRange(written.Skip(_marks).Select(m => $"mark {m}"));
            _marks = written.Length;
        }

        private static string Access(string body) => body.Contains("\"rw\"", StringComparison.Ordinal) ? " rw" : "";
    }
}

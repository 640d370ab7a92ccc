using RunbookEngine.Activities.Connections;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Jobs;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Plans;
using RunbookEngine.Rehearsal.Clocks;
using RunbookEngine.Rehearsal.Rooms;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Simulator.Faults;

namespace RunbookEngine.Import.Tests.Meaning;

/// <summary>CCI as its manual has it, on the simulated arrays: commands, exit values, and the list of <c>pairdisplay</c>. It has never heard of the importer.</summary>
internal sealed class FakeCci(CaseRoom room, ArrayConnections connections, PlanEnvironment environment, SimulatedProcess process, BenchWorld world)
{
    private const int ErrorEnd = 222;

    /// <summary>A command has ended with an error, so a run may have stopped there.</summary>
    public bool Failed { get; private set; }

    public (int Code, string Output) Take(string command, string[] words, string instance, bool localCopy)
    {
        if (command == "sleep")
        {
            room.Time.Pass(TimeSpan.FromSeconds(int.Parse(words[0].TrimEnd('s'))));
            return (0, "");
        }

        var call = Call.Read(words, instance);
        if (world.Groups.FirstOrDefault(g => g.Name == call.Group) is not { } group)
            return Error("no such group");
        if (call.Local is { } local && local != group.IsLocal || call.Local is null && localCopy != group.IsLocal)
            return Error("the group is of the other kind");
        return command switch
        {
            "pairsplit" => Change(group, call.Has("-S") ? new PairRequest.Delete() : call.Has("-RS") ? new PairRequest.Split { SvolOperationMode = PairStatus.SSWS }
                : group.IsLocal ? new PairRequest.Split { Quick = call.Value("-fq") == "quick" ? true : null } : new PairRequest.Split { SvolAccess = call.Has("-rw") ? HostAccess.ReadWrite : HostAccess.Read }, call.Has("-RS")),
            "pairresync" => Change(group, call.Has("-restore") ? new PairRequest.Restore() : call.Has("-swaps") ? new PairRequest.SwapResync() : new PairRequest.Resync(), call.Has("-swaps")),
            "pairevtwait" => Wait(group, call),
            "pairvolchk" => (Check(group, call), "pairvolchk : Volstat is shown\n"),
            "pairdisplay" => (0, Display(group)),
            _ => Error("no such command"),
        };
    }

    private (int, string) Error(string why)
    {
        Failed = true;
        return (ErrorEnd, $"[EX_ERROR] {why}\n");
    }

    private List<PairRecord> Pairs(BenchGroup group) => [.. room.World.Pairs().Where(p => p.CopyGroup == group.Name)];

    private (int, string) Change(BenchGroup group, PairRequest request, bool atSvol)
    {
        var fleet = connections.For(environment);
        var primary = Pairs(group).FirstOrDefault()?.PvolArray ?? "array-40014";
        var other = primary == "array-40014" ? "array-40015" : "array-40014";
        var array = fleet[atSvol && !group.IsLocal ? other : primary];
        var technology = TechnologyNames.FromRunbook(group.Technology)!.Value;
        string? trouble = null;
        var end = room.Pump.Run(process, async () =>
        {
            try
            {
                var partner = group.IsLocal ? null : fleet[array.Name == "array-40014" ? "array-40015" : "array-40014"].StorageDeviceId;
                var found = (await array.ListCopyGroupsAsync(technology, partner, n => n == group.Name, CancellationToken.None)).FirstOrDefault(g => g.Name == group.Name);
                if (found is null)
                {
                    trouble = "no such pairs";
                    return;
                }

                var job = await array.InvokeAsync(found, request, CancellationToken.None);
                var done = await array.WaitForJobAsync(job.Ref, room.Time.GetUtcNow() + TimeSpan.FromHours(2), CancellationToken.None);
                if (done is null || done.Error is not null || done.State != JobState.Succeeded)
                    trouble = "the array refused it";
            }
            catch (Exception e) when (e is ArrayApiException or InvalidPairRequestException)
            {
                trouble = e.Message;
            }
        }, room.Time.GetUtcNow() + TimeSpan.FromHours(3), CancellationToken.None);
        // The runbook waits for each operation's end; a script that does not wait is one whose author counts on the arrays being quick.
        for (var i = 0; i < 100 && PairPicture.Of(room.World).IsMoving || i < 6; i++)
        {
            room.Time.Pass(TimeSpan.FromSeconds(30));
            room.World.AdvanceToNow();
        }

        return end != PumpEnd.Done ? Error($"{end}") : trouble is null ? (0, "") : Error(trouble);
    }

    private (int, string) Wait(BenchGroup group, Call call)
    {
        var wanted = call.Values("-s").Concat(call.Values("-ss")).Select(w => w.ToUpperInvariant()).ToList();
        var until = room.Time.GetUtcNow() + TimeSpan.FromSeconds(int.Parse(call.Value("-t") ?? "3600"));
        var svol = IsSvolSide(group, call) || call.Values("-ss").Any();
        while (true)
        {
            room.World.AdvanceToNow();
            var found = Pairs(group).Select(p => svol ? p.SvolStatus : p.PvolStatus).Select(s => s switch { "SSUS" or "SSWS" when !wanted.Contains("SSWS") => "PSUS", "PFUL" => "PAIR", "RCPY" => "COPY", _ => s }).ToList();
            if (found.Count == 0 ? wanted.Contains("SMPL") : found.All(wanted.Contains))
                return (0, "pairevtwait : Wait status done.\n");
            if (found.Contains("PSUE") && !wanted.Contains("PSUE"))
            {
                Failed = true;
                return (234, "[EX_EWSUSE]\n");
            }

            if (room.Time.GetUtcNow() >= until)
            {
                Failed = true;
                return (233, "[EX_EWSTOT]\n");
            }

            room.Time.Pass(TimeSpan.FromSeconds(5));
        }
    }

    private static bool IsSvolSide(BenchGroup group, Call call) => group.IsLocal ? call.Instance == "2" : false;

    private int Check(BenchGroup group, Call call)
    {
        room.World.AdvanceToNow();
        var pairs = Pairs(group);
        if (pairs.Count == 0)
            return call.Has("-ss") ? 11 : 1;
        var svol = group.IsLocal ? IsSvolSide(group, call) : pairs[0].PvolArray != (call.Instance == "1" ? "array-40015" : "array-40014");
        if (!call.Has("-ss"))
            return svol ? 3 : 2;
        var codes = pairs.Select(p => svol ? p.SvolStatus : p.PvolStatus).Select(s => s switch { "COPY" or "RCPY" => 2, "PAIR" => 3, "PSUS" or "SSUS" or "SSWS" => 4, "PSUE" => 5, "PFUL" => 7, _ => 8 }).Distinct().ToList();
        return codes.Count > 1 ? 236 : 20 + group.CodeBase + (svol ? 10 : 0) + codes[0];
    }

    private string Display(BenchGroup group)
    {
        room.World.AdvanceToNow();
        return "Group   PairVol(L/R) (Port#,TID, LU),Seq#,LDEV#.P/S,Status,Fence,Seq#,P-LDEV# M\n" + string.Concat(Pairs(group).Select(p =>
            $"{p.CopyGroup} {p.Pair}(L) (CL1-A , 0, 0)40014 100.P-VOL {Shown(p.PvolStatus)} NEVER , 100 -\n{p.CopyGroup} {p.Pair}(R) (CL1-A , 0, 0)40015 100.S-VOL {Shown(p.SvolStatus)} NEVER , 100 -\n"));
    }

    private static string Shown(string status) => status switch { "SSWS" => "SSUS", "PFUL" => "PAIR", "RCPY" => "COPY", _ => status };

    private sealed record Call(string Group, string Instance, bool? Local, ILookup<string, string> Options)
    {
        public bool Has(string option) => Options.Contains(option);

        public IEnumerable<string> Values(string option) => Options[option].Where(v => v.Length > 0);

        public string? Value(string option) => Values(option).FirstOrDefault();

        public static Call Read(string[] words, string instance)
        {
            var options = new List<(string Key, string Value)>();
            bool? local = null;
            foreach (var word in words)
            {
                if (word.StartsWith("-I", StringComparison.Ordinal))
                {
                    local = word.Contains('M') || word.Contains("BC", StringComparison.Ordinal) ? true : word.Contains('H') || word.Contains("CA", StringComparison.Ordinal) ? false : local;
                    instance = word[^1..];
                }
                else if (word.StartsWith('-'))
                {
                    options.Add((word, ""));
                }
                else if (options.Count > 0)
                {
                    options.Add((options[^1].Key, word));
                }
            }

            var lookup = options.ToLookup(o => o.Key, o => o.Value);
            return new Call(lookup["-g"].FirstOrDefault(v => v.Length > 0) ?? "", instance, local, lookup);
        }
    }
}

using RunbookEngine.Operations;
using RunbookEngine.Rehearsal.Clocks;
using RunbookEngine.Rehearsal.Rooms;
using RunbookEngine.Runs;

namespace RunbookEngine.Rehearsal.Cases;

/// <summary>Plays one case from the start of the run to where it ends or stands, on the thread it is called on.</summary>
internal sealed class CasePlayer(RehearsalSetting setting)
{
    /// <summary>Engines in one case: the first, those that resume, and those that people have carry on.</summary>
    private const int MaxLives = 60;

    /// <summary>Between a crash and the next engine, past the lease of the dead one: soon, or when somebody has been woken up.</summary>
    private static readonly TimeSpan[] Absences = [TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(20)];

    public CaseRecord Play(RehearsalCase play, CancellationToken cancellationToken)
    {
        var room = new CaseRoom(setting, play);
        var people = new People(room);
        var before = PairPicture.Of(room.World);
        var run = RunIdOf(setting.Seed);
        var until = RehearsalSetting.Start + setting.Longest;
        string? hang = null;
        room.Losses.Begin();
        for (var life = 1; ; life++)
        {
            var engine = new EngineLife(room, life);
            var (end, problem) = Drive(room, engine, run, life == 1, until, cancellationToken);
            if (end == PumpEnd.Died)
            {
                room.Time.Pass(EngineLife.LeaseTime + Absences[room.Random.Next(Absences.Length)]);
            }
            else if ((hang = problem ?? Explain(end, until)) is not null)
            {
                engine.Process.Kill();
                break;
            }
            else
            {
                room.Pump.Run(engine.Process, engine.LeaveAsync, until, cancellationToken);
                engine.Process.Kill();
                var state = room.Store.LoadAsync(run, cancellationToken).GetAwaiter().GetResult();
                if ((state is null || state.IsEnded || !people.ActAsync().GetAwaiter().GetResult())
                    && (state?.IsEnded == true || !room.Losses.ComesBack() || !people.NoteReturnAsync().GetAwaiter().GetResult()))
                    break;
            }

            if (life == MaxLives)
            {
                hang = $"the run was carried on {MaxLives} times and did not come to an end";
                break;
            }
        }

        var after = room.Time.GetUtcNow();
        room.Settle();
        return CaseRecord.Of(room, run, before, after - RehearsalSetting.Start, hang);
    }

    private static (PumpEnd End, string? Problem) Drive(
        CaseRoom room, EngineLife life, RunId run, bool first, DateTimeOffset until, CancellationToken cancellationToken)
    {
        Task? driving = null;
        var end = room.Pump.Run(life.Process, () => driving = DriveAsync(room, life, run, first), until, cancellationToken);
        if (end != PumpEnd.Done || driving is not { IsFaulted: true } failed)
            return (end, null);
        var error = failed.Exception!.GetBaseException();
        if (error is CommandFailure)
        {
            room.Refusal = error.Message;
            return (end, null);
        }

        return (end, $"the engine stopped with {error.GetType().Name}: {error.Message}");
    }

    private static async Task DriveAsync(CaseRoom room, EngineLife life, RunId run, bool first)
    {
        if (first || await room.Store.FindAsync(run, CancellationToken.None) is null)
        {
            // Bound beforehand where every array is there to be asked.
            var (plan, declaration) = await life.PrepareAsync(room.Setting, room.Losses.Any ? null : room.Setting.Plan, CancellationToken.None);
            room.Refusal = null;
            await life.Engine.StartAsync(plan, new StartRequest(RehearsalSetting.Actor, Id: run) { Declaration = declaration }, CancellationToken.None);
        }

        await life.Engine.DriveAsync(run, RehearsalSetting.Actor, SilentObserver.Instance, CancellationToken.None);
    }

    private static string? Explain(PumpEnd end, DateTimeOffset until) => end switch
    {
        PumpEnd.Stuck => "the engine hangs: nothing runs, and it waits for nothing that could come",
        PumpEnd.Late => $"the run is still going on after {(until - RehearsalSetting.Start).TotalDays:0} simulated days",
        PumpEnd.Endless => "the engine goes round and round at one moment",
        _ => null,
    };

    /// <summary>The same for the same seed, of version 8.</summary>
    private static RunId RunIdOf(int seed)
    {
        Span<byte> bytes = stackalloc byte[16];
        new Random(seed).NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new RunId(new Guid(bytes, bigEndian: true));
    }
}

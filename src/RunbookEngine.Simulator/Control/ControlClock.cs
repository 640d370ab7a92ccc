using System.Globalization;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Clocks;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Control;

/// <summary>/control/clock: the arrays' time, its speed, and jumps ahead.</summary>
internal static class ControlClock
{
    /// <summary>Longest jump.</summary>
    public static readonly TimeSpan MaxAdvance = TimeSpan.FromDays(366);

    public static SimResponse Read(SimulatedArrays world) => SimResponse.Json(200, new JsonObject
    {
        ["now"] = world.Now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ["speed"] = world.Clock is ScaledClock scaled ? scaled.Speed : 1,
    });

    public static SimResponse Change(SimulatedArrays world, SimRequest request) => ControlBody.Read(request, "a change of the clock", f =>
    {
        var change = (Advance: f.Duration("advance"), Speed: f.Number("speed", 0.01, ScaledClock.MaxSpeed));
        if (change.Advance is null && change.Speed is null && !f.Has("advance") && !f.Has("speed"))
            f.Missing("advance");
        if (change.Advance > MaxAdvance)
            f.Mistakes.Add(f.At("advance"), "a jump of more than 366 days", null);
        f.Done();
        return change;
    }, changes =>
    {
        if (world.Clock is not ScaledClock clock)
            return ControlBody.Error(409, "The time of these arrays is kept by somebody else and can't be changed here.");
        foreach (var (advance, speed) in changes)
        {
            clock.Advance(advance ?? TimeSpan.Zero);
            clock.Speed = speed ?? clock.Speed;
        }
        world.Agenda.AdvanceTo(clock.GetUtcNow());
        return Read(world);
    });
}

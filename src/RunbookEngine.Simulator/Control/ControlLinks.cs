using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Control;

/// <summary>/control/links: lines between arrays go down and up, and get faster or slower.</summary>
internal static class ControlLinks
{
    public static JsonObject Json(Link link) => new()
    {
        ["between"] = Lists.Words([link.First.Alias, link.Second.Alias]),
        ["up"] = link.LineUp,
        ["connected"] = link.Connected,
        ["bytesPerSecond"] = link.BytesPerSecond,
    };

    public static SimResponse Change(SimulatedArrays world, SimRequest request) => ControlBody.Read(request, "a change of a link", f =>
    {
        var ends = f.Words("between");
        var link = world.Links.FirstOrDefault(l => ends.Count == 2 && ends.Contains(l.First.Alias) && ends.Contains(l.Second.Alias));
        if (!f.Has("between"))
            f.Missing("between");
        else if (link is null)
            f.Mistakes.Add(f.At("between"), $"there is no link between {string.Join(" and ", ends)}", "GET /control/links shows them.");
        var change = (Link: link, Up: f.Flag("up"), Rate: f.Bytes("bandwidth"));
        if (change.Rate < 1024)
            f.Mistakes.Add(f.At("bandwidth"), "a link moves at least 1K/s", null);
        f.Done();
        return change;
    }, changes =>
    {
        foreach (var (link, up, rate) in changes)
        {
            link!.LineUp = up ?? link.LineUp;
            link.BytesPerSecond = rate ?? link.BytesPerSecond;
        }
        world.LinksChanged();
        return Lists.Data(changes.Select(c => Json(c.Link!)));
    });
}

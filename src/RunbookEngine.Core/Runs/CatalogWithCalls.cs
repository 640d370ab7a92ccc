using RunbookEngine.Activities;

namespace RunbookEngine.Runs;

/// <summary>The activities of an engine and its own <c>call</c>.</summary>
internal sealed class CatalogWithCalls(IActivityCatalog activities, CallActivity call) : IActivityCatalog
{
    public IActivity Find(string verb) => verb == "call" ? call : activities.Find(verb);
}

using RunbookEngine.Benchmarks;

(string Name, Func<Task> Run)[] all =
[
    ("steps", DurableSteps.RunAsync),
    ("memory", WaitingRuns.RunAsync),
    ("waits", SharedWaits.RunAsync),
    ("validate", Validation.RunAsync),
];
var wanted = args.Length == 0 ? all : [.. all.Where(b => args.Contains(b.Name))];
if (wanted.Length == 0)
{
    Console.Error.WriteLine($"Benchmarks: {string.Join(", ", all.Select(b => b.Name))}. None named runs all.");
    return 2;
}

foreach (var (name, run) in wanted)
{
    Console.WriteLine($"== {name}");
    await run();
}

return 0;

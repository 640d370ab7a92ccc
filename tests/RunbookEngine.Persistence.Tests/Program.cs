using RunbookEngine.Persistence.Tests.Children;
using Xunit.Runner.InProc.SystemConsole;

return args is ["child", var deed, var path] ? await Child.RunAsync(deed, path) : await ConsoleRunner.Run(args);

using System.CommandLine;
using System.Text;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Import.Report;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Cli.Commands;

/// <summary>What the import commands have in common: options, reading of sources, and writing of what came out.</summary>
internal sealed class ImportFiles
{
    private readonly Option<string?> _name = new("--name") { Description = "Name of the runbook; default: the source's", HelpName = "NAME" };
    private readonly Option<string> _folder = new("--out") { Description = "Folder for NAME.yaml and NAME.environment.yaml", HelpName = "DIR", DefaultValueFactory = _ => "." };
    private readonly Option<bool> _explain = new("--explain") { Description = "Print source and runbook side by side" };
    private readonly Option<string?> _encoding = new("--encoding") { Description = "Of sources that are not UTF-8: latin1, windows-1252, shift_jis …", HelpName = "NAME" };

    public void AddTo(Command command)
    {
        command.Add(_name);
        command.Add(_folder);
        command.Add(_explain);
        command.Add(_encoding);
    }

    public string? Name(Invocation call) => call.Get(_name);

    /// <summary>The text of a source, in the encoding that the caller gives, else UTF-8.</summary>
    public string Read(Invocation call, string path)
    {
        if (call.Get(_encoding) is not { } encoding)
        {
            var file = SourceFile.Read(path);
            return file.Problem is { } problem
                ? throw new CommandFailure(Exit.Invalid, $"{path}: {problem.Message}", problem.Help ?? "--encoding NAME reads other encodings than UTF-8") : file.Text;
        }

        try
        {
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            return Encoding.GetEncoding(encoding, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetString(File.ReadAllBytes(path));
        }
        catch (ArgumentException e) when (e is not DecoderFallbackException)
        {
            throw new CommandFailure(Exit.Usage, $"--encoding {encoding} is not known", "write utf-8, latin1, windows-1252, shift_jis or another name of an encoding");
        }
        catch (DecoderFallbackException)
        {
            throw new CommandFailure(Exit.Invalid, $"{path} is not written in {encoding}", "give its encoding with --encoding");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(Exit.Invalid, $"{path}: {e.Message}");
        }
    }

    /// <summary>Writes and tells; existing files are left as they are.</summary>
    public Exit Finish(Invocation call, ImportResult result, bool topology)
    {
        var folder = call.Get(_folder) ?? ".";
        var files = new List<(string Path, string Text)>
        {
            (Path.Combine(folder, $"{result.Name}.yaml"), result.Runbook), (Path.Combine(folder, $"{result.Name}.environment.yaml"), result.Environment),
        };
        if (topology)
        {
            files.Add((Path.Combine(folder, $"{result.Name}.topology.yaml"), result.Topology
                ?? throw new CommandFailure(Exit.Invalid, "no topology can be written: the HORCM files do not name the volumes of both sides", "give the HORCM files of both instances, with HORCM_LDEV lines")));
        }

        foreach (var (path, _) in files)
        {
            if (File.Exists(path))
                throw new CommandFailure(Exit.Usage, $"{path} exists already and is left as it is", "choose another --name or --out, or move that file away");
        }

        Directory.CreateDirectory(folder);
        foreach (var (path, text) in files)
        {
            using var writer = new StreamWriter(path, new UTF8Encoding(false), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write });
            writer.Write(text);
        }

        if (call.Json)
            call.WriteJson(ImportReport.Document(result, [.. files.Select(f => f.Path)]));
        else
            ImportReport.Tell(call, result, [.. files.Select(f => f.Path)], call.Get(_explain));
        return result.IsWhole ? Exit.Done : Exit.Invalid;
    }
}

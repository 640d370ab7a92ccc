using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.LanguageServer;
using RunbookEngine.Testing;

namespace RunbookEngine.Cli.Tests.LanguageServer;

public class LanguageServerTests
{
    private const string Uri = "file:///tmp/demo/demo.yaml";

    private const string Text = """
        runbook: v1
        name: demo
        targets:
          mirrors: { technology: universal-replicator, array: tokyo, copyGroups: ["erp-ur-*"] }
        steps:
          - id: look
            pair.snapshot: { on: mirrors }
          - id: tell
            notify: { to: ops, message: "💾 ${{ steps.look.outputs.pairs | array.size }}" }
        """;

    [Fact]
    public async Task Diagnostics_follow_the_typing_with_full_and_incremental_changes() => await WithServer(async editor =>
    {
        await editor.StartAsync();
        await editor.OpenAsync(Uri, Text);
        Assert.Empty(await editor.DiagnosticsAsync(Uri, 1));
        await editor.ChangeAsync(Uri, 2, Editor.Replacement(8, 46, 50, "lock"));
        var found = Assert.Single(await editor.DiagnosticsAsync(Uri, 2))!;
        Assert.Equal("runbook", (string?)found["source"]);
        Assert.Equal(8, (int?)found["range"]!["start"]!["line"]);
        Assert.Equal(46, (int?)found["range"]!["start"]!["character"]);
        await editor.ChangeAsync(Uri, 3, new JsonObject { ["text"] = Text });
        Assert.Empty(await editor.DiagnosticsAsync(Uri, 3));
        await editor.NotifyAsync("textDocument/didClose", new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = Uri } });
        Assert.Empty(await editor.DiagnosticsAsync(Uri, null));
    });

    [Theory]
    [InlineData("pair.snapshot", "pair.snapshto")]
    [InlineData("on: mirrors", "on: mirorrs")]
    [InlineData("technology:", "tecnology:")]
    [InlineData("steps.look", "steps.lok")]
    [InlineData("name: demo", "nmae: demo")]
    public async Task A_finding_that_knows_what_was_meant_has_a_fix_that_leaves_no_finding(string right, string wrong) => await WithServer(async editor =>
    {
        await editor.StartAsync();
        var text = Text.Replace(right, wrong, StringComparison.Ordinal);
        await editor.OpenAsync(Uri, text);
        var found = (await editor.DiagnosticsAsync(Uri, 1)).First(d => ((string)d!["message"]!).Contains("did you mean", StringComparison.Ordinal))!;
        var asked = new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = Uri }, ["range"] = found["range"]!.DeepClone(), ["context"] = new JsonObject { ["diagnostics"] = new JsonArray(found.DeepClone()) } };
        var fix = ((JsonArray)(await editor.AskAsync("textDocument/codeAction", asked))["result"]!)[0]!;
        var edit = fix["edit"]!["changes"]![Uri]![0]!;
        await editor.ChangeAsync(Uri, 2, new JsonObject { ["range"] = edit["range"]!.DeepClone(), ["text"] = (string)edit["newText"]! });
        Assert.Empty(await editor.DiagnosticsAsync(Uri, 2));
    });

    [Theory]
    [InlineData("universal-replicator", "dataSuspend", "quick")]
    [InlineData("shadow-image", "quick", "svolAccess")]
    [InlineData("truecopy", "pvolWriteProtect", "dataSuspend")]
    public async Task Only_options_of_the_targets_technology_are_offered(string technology, string offered, string not) => await WithServer(async editor =>
    {
        await editor.StartAsync();
        foreach (var step in new[] { "    pair.split: { on: mirrors, ", "    pair.split:\n      on: mirrors\n      " })
        {
            var text = $"runbook: v1\nname: demo\ntargets:\n  mirrors: {{ technology: {technology}, array: tokyo, copyGroups: [\"erp-*\"] }}\n"
                + $"  others: {{ technology: thin-image, array: tokyo, copyGroups: [\"ti-*\"] }}\nsteps:\n  - id: look\n    pair.snapshot: {{ on: others }}\n  - id: split\n";
            await editor.OpenAsync(Uri, text + "    pair.split: { on: mirrors }\n");
            await editor.ChangeAsync(Uri, 2, new JsonObject { ["text"] = text + step });
            var lines = (text + step).Split('\n');
            var items = (JsonArray)(await editor.AskAsync("textDocument/completion", Editor.Place(Uri, lines.Length - 1, lines[^1].Length)))["result"]!["items"]!;
            var labels = items.Select(i => (string?)i!["label"]).ToList();
            Assert.Contains(offered, labels);
            Assert.DoesNotContain(not, labels);
            await editor.NotifyAsync("textDocument/didClose", new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = Uri } });
        }
    });

    [Fact]
    public async Task A_burst_of_changes_ends_with_the_diagnostics_of_the_last_version() => await WithServer(async editor =>
    {
        await editor.StartAsync();
        await editor.OpenAsync(Uri, Text);
        for (var version = 2; version <= 120; version++)
            await editor.ChangeAsync(Uri, version, new JsonObject { ["text"] = version % 2 == 0 ? Text : "runbook: [" });
        Assert.Empty(await editor.DiagnosticsAsync(Uri, 120));
    });

    [Fact]
    public async Task Hover_completion_definition_and_outline_are_answered() => await WithServer(async editor =>
    {
        await editor.StartAsync();
        await editor.OpenAsync(Uri, Text);
        var hover = await editor.AskAsync("textDocument/hover", Editor.Place(Uri, 8, 48));
        Assert.Contains("pair.snapshot", (string?)hover["result"]!["contents"]!["value"], StringComparison.Ordinal);
        var completion = await editor.AskAsync("textDocument/completion", Editor.Place(Uri, 6, 27));
        Assert.Contains(((JsonArray)completion["result"]!["items"]!).Select(i => (string?)i!["label"]), l => l == "mirrors");
        var definition = await editor.AskAsync("textDocument/definition", Editor.Place(Uri, 6, 27));
        Assert.Equal(3, (int?)definition["result"]!["range"]!["start"]!["line"]);
        var symbols = await editor.AskAsync("textDocument/documentSymbol", new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = Uri } });
        Assert.Equal(["runbook", "name", "targets", "steps"], ((JsonArray)symbols["result"]!).Select(s => (string?)s!["name"]));
        Assert.Null((await editor.AskAsync("textDocument/hover", Editor.Place(Uri, 5, 0)))["result"]);
    });

    [Fact]
    public async Task An_environment_of_the_editors_settings_is_checked_against() => await WithServer(async editor =>
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "environment: v1\nname: lab\narrays:\n  osaka: { endpoint: \"https://osaka\", storageDeviceId: \"900000040015\", credentials: \"env:OSAKA\" }\n");
        await editor.StartAsync(new JsonObject { ["environment"] = file });
        await editor.OpenAsync(Uri, Text);
        Assert.Contains(await editor.DiagnosticsAsync(Uri, 1), d => ((string?)d!["message"])!.Contains("tokyo", StringComparison.Ordinal));
        File.Delete(file);
    });

    [Fact]
    public async Task Environments_and_topologies_get_diagnostics_of_their_own_kind() => await WithServer(async editor =>
    {
        await editor.StartAsync();
        await editor.OpenAsync("file:///tmp/demo/env.yaml", "environment: v1\nname: lab\narrays: {}\n");
        Assert.NotEmpty(await editor.DiagnosticsAsync("file:///tmp/demo/env.yaml", 1));
        await editor.OpenAsync("file:///tmp/demo/topology.yaml", "topology: v1\nnonsense: true\n");
        Assert.NotEmpty(await editor.DiagnosticsAsync("file:///tmp/demo/topology.yaml", 1));
    });

    [Fact]
    public async Task Every_request_gets_a_result_or_an_error() => await WithServer(async editor =>
    {
        Assert.Equal((int)RpcError.NotInitialized, Code(await editor.AskAsync("textDocument/hover", Editor.Place(Uri, 0, 0))));
        await editor.StartAsync();
        Assert.Equal((int)RpcError.InvalidRequest, Code(await editor.AskAsync("initialize", new JsonObject())));
        Assert.Equal((int)RpcError.MethodNotFound, Code(await editor.AskAsync("textDocument/rename", new JsonObject())));
        foreach (var method in (string[])["textDocument/hover", "textDocument/completion", "textDocument/definition", "textDocument/documentSymbol"])
        {
            foreach (var parameters in new JsonNode?[] { null, new JsonObject(), new JsonArray(), "text", new JsonObject { ["textDocument"] = 3 }, Editor.Place(Uri, 0, 0), Editor.Place("", -1, int.MaxValue) })
                Assert.Equal((int)RpcError.InvalidParams, Code(await editor.AskAsync(method, parameters)));
        }

        await editor.OpenAsync(Uri, Text);
        foreach (var (line, character) in ((int, int)[])[(-5, -5), (int.MaxValue, int.MaxValue), (3, int.MaxValue), (8, 33)])
            Assert.True((await editor.AskAsync("textDocument/completion", Editor.Place(Uri, line, character))).ContainsKey("result"));
        await editor.NotifyAsync("$/unknown");
        await editor.ChangeAsync("file:///not/open.yaml", 1, new JsonObject { ["text"] = "x" });
        Assert.True((await editor.AskAsync("shutdown")).ContainsKey("result"));
        Assert.Equal((int)RpcError.InvalidRequest, Code(await editor.AskAsync("textDocument/hover", Editor.Place(Uri, 0, 0))));
    });

    [Fact]
    public async Task Broken_messages_are_answered_and_the_server_goes_on() => await WithServer(async editor =>
    {
        await editor.StartAsync();
        foreach (var (content, code) in ((string, RpcError)[])[("{", RpcError.ParseError), ("[]", RpcError.InvalidRequest), ("3", RpcError.InvalidRequest), ("{\"id\":{},\"method\":\"x\"}", RpcError.InvalidRequest), (new string('[', 200), RpcError.ParseError), ("{\"id\":1,\"id\":2}", RpcError.InvalidRequest)])
        {
            await editor.SendRawAsync(content);
            Assert.Equal((int)code, Code(await editor.AnswerAsync(null)));
        }

        await editor.SendRawAsync("{\"jsonrpc\":\"2.0\",\"id\":\"text\",\"result\":null}");
        Assert.True((await editor.AskAsync("shutdown")).ContainsKey("result"));
    });

    [Fact]
    public async Task A_cancelled_request_is_answered_as_cancelled()
    {
        // Everything is in the stream before the server starts, so the cancellation is there when its request is reached.
        var toServer = new MemoryStream();
        var output = new MemoryStream();
        var editor = new Editor(toServer, output);
        await editor.AskOnlyAsync("initialize", new JsonObject());
        await editor.OpenAsync(Uri, Text);
        for (var i = 0; i < 50; i++)
            await editor.AskOnlyAsync("textDocument/documentSymbol", new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = Uri } });
        var id = await editor.AskOnlyAsync("textDocument/hover", Editor.Place(Uri, 8, 48));
        await editor.NotifyAsync("$/cancelRequest", new JsonObject { ["id"] = id });
        toServer.Position = 0;
        using (var loop = new LanguageServerLoop(toServer, output, null))
            Assert.Equal(Exit.Failed, await loop.RunAsync(CancellationToken.None));
        output.Position = 0;
        Assert.Contains(Code(await editor.AnswerAsync(id)), (int?[])[(int)RpcError.RequestCancelled]);
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_skipped()
    {
        var input = new MemoryStream();
        input.Write(Encoding.ASCII.GetBytes($"Content-Length: {MessageReader.MaxContent + 1}\r\n\r\n"));
        input.SetLength(input.Position + MessageReader.MaxContent + 1);
        input.Position = input.Length;
        var output = new MemoryStream();
        var editor = new Editor(input, output);
        var id = await editor.AskOnlyAsync("initialize", new JsonObject());
        input.Position = 0;
        using (var loop = new LanguageServerLoop(input, output, null))
            await loop.RunAsync(CancellationToken.None);
        output.Position = 0;
        Assert.Equal((int)RpcError.InvalidRequest, Code(await editor.AnswerAsync(null)));
        Assert.NotNull((await editor.AnswerAsync(id))["result"]);
    }

    [Theory]
    [InlineData("Content-Length: many\r\n\r\n")]
    [InlineData("Content-Type: x\r\n\r\n")]
    public async Task Headers_that_cannot_be_read_end_the_server_with_a_sentence(string headers)
    {
        using var loop = new LanguageServerLoop(new MemoryStream(Encoding.ASCII.GetBytes(headers)), new MemoryStream(), null);
        await Assert.ThrowsAsync<CommandFailure>(() => loop.RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Random_edits_never_end_the_server()
    {
        var seed = Seeds.FreshOr(20261129);
        var random = new Random(seed);
        await WithServer(async editor =>
        {
            await editor.StartAsync();
            await editor.OpenAsync(Uri, Text);
            for (var version = 2; version < 120; version++)
            {
                var line = random.Next(12);
                var from = random.Next(60);
                await editor.ChangeAsync(Uri, version, Editor.Replacement(line, from, from + random.Next(4), ((string[])["💾", "\n", "${{", "}", "- ", "\"", "x", ""])[random.Next(8)]));
                var method = ((string[])["textDocument/hover", "textDocument/completion", "textDocument/definition"])[random.Next(3)];
                var answer = await editor.AskAsync(method, Editor.Place(Uri, random.Next(14), random.Next(60)));
                Assert.True(answer.ContainsKey("result"), $"seed {seed}, version {version}: {answer}");
            }
        });
    }

    private static int? Code(JsonObject answer) => (int?)answer["error"]?["code"];

    private static async Task WithServer(Func<Editor, Task> talk)
    {
        var (toServer, fromServer) = (new Pipe(), new Pipe());
        using var loop = new LanguageServerLoop(toServer.Reader.AsStream(), fromServer.Writer.AsStream(), null);
        using var stop = new CancellationTokenSource();
        var running = loop.RunAsync(stop.Token);
        var talking = talk(new Editor(toServer.Writer.AsStream(), fromServer.Reader.AsStream()));
        if (await Task.WhenAny(running, talking) == running)
        {
            await fromServer.Writer.CompleteAsync();
            await talking;
        }

        await talking;
        await toServer.Writer.CompleteAsync();
        await running;
    }
}

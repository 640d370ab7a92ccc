using System.Collections.Immutable;
using RunbookEngine.Language.Importing.Shell;

namespace RunbookEngine.Language.Importing.Translation;

/// <summary>Commands joined by <c>&amp;&amp;</c> and <c>||</c>.</summary>
internal sealed partial class ScriptTranslator
{
    private void List(CommandListNode list)
    {
        if (list.Entries.Length > 1 && IsTest(list.Entries[0].Pipeline))
        {
            Sequence([AsIf(list)]);
            return;
        }

        for (var i = 0; i < list.Entries.Length; i++)
        {
            var (join, pipeline) = list.Entries[i];
            if (join != ListJoin.Or)
            {
                // `pairdisplay … | grep STATUS || exit` requires the status.
                if (i + 1 < list.Entries.Length && list.Entries[i + 1].Join == ListJoin.Or && IsStatusSearch(pipeline) is { } search)
                    Turn(pipeline, () => Assert(search.Display, search.Statuses, pipeline, pipeline.Line, pipeline.EndLine));
                else
                    Run(pipeline);
                continue;
            }

            var last = _last;
            var ignored = pipeline.Commands is [SimpleCommand { Words: [{ Raw: "true" or ":" }] }];
            var handler = new CommandListNode(pipeline.Line, pipeline.EndLine, [new ListEntry(ListJoin.First, pipeline)]);
            if (ignored && last?.Step is { } step)
                step.Remarks.Add("the script goes on when this fails; the run does not");
            else
                Failing(new ShellBody(pipeline.Line, pipeline.EndLine, [handler]), last);
            if (list.Entries[(i + 1)..] is { Length: > 0 } more && more.Any(e => e.Join == ListJoin.And))
            {
                NotTurned(new CommandListNode(more[0].Pipeline.Line, list.EndLine, more), "&& after || runs in some cases only", "write it as a step with `when`");
                return;
            }
        }
    }

    private static bool IsTest(Pipeline pipeline) =>
        pipeline.Commands is [SimpleCommand { Words: [var first, ..] }] && (first.Raw is "[" or "[[" or "test" || first.Raw.StartsWith("((", StringComparison.Ordinal));

    // `[ c ] && a || b` reads as if c then a else b.
    private static IfNode AsIf(CommandListNode list)
    {
        var first = list.Entries[0].Pipeline;
        var or = list.Entries[1].Join == ListJoin.Or;
        var split = or ? list.Entries.Length : 1 + list.Entries.Skip(1).TakeWhile(e => e.Join == ListJoin.And).Count();
        var condition = new CommandListNode(first.Line, first.EndLine, [list.Entries[0] with { Pipeline = first with { Negated = first.Negated ^ or } }]);
        return new IfNode(list.Line, list.EndLine, [new IfBranch(condition, Body(list.Entries[1..split]))], split < list.Entries.Length ? Body(list.Entries[split..]) : null);
    }

    private static ShellBody Body(ImmutableArray<ListEntry> entries)
    {
        var (line, end) = (entries[0].Pipeline.Line, entries[^1].Pipeline.EndLine);
        ImmutableArray<ListEntry> joined = [entries[0] with { Join = ListJoin.First }, .. entries[1..]];
        ShellNode node = joined is [{ Pipeline: { Commands: [CompoundCommand { Node: var inner }], Negated: false } }] ? inner : new CommandListNode(line, end, joined);
        return new ShellBody(line, end, node is BlockNode block ? block.Body.Nodes : [node]);
    }

    private void Run(Pipeline pipeline)
    {
        if (pipeline.Background)
            Note(pipeline.Line, pipeline.EndLine, "it ran in the background; here it runs in its place, one step after the other");
        switch (pipeline.Commands)
        {
            case [CompoundCommand { Node: var node }]:
                Sequence([node]);
                break;
            case [SimpleCommand simple]:
                Turn(pipeline, () => Simple(simple, pipeline));
                break;
            case [SimpleCommand first, ..] when CciCall.Knows(ShellShapes.Name(first)) || ShellShapes.Name(first) == "raidcom":
                Turn(pipeline, () => Cci(first, pipeline, pipeline.Line, pipeline.EndLine));
                _last?.Step?.Remarks.Add("what the script did with its output is left out: the run keeps the pair states");
                break;
            case [CompoundCommand { Node: var node }, .. var readers] when readers.All(r => r is SimpleCommand s && ShellShapes.Name(s) is "tee" or "cat" or "logger"):
                Sequence([node]);
                break;
            default:
                if (pipeline.Commands.Any(c => c is CompoundCommand || CciCall.Knows(ShellShapes.Name((SimpleCommand)c))))
                    NotTurned(new CommandListNode(pipeline.Line, pipeline.EndLine, [new ListEntry(ListJoin.First, pipeline)]), "a block or a CCI command in the middle of a pipe", "write the steps by hand");
                else if (pipeline.Commands.All(c => ShellShapes.Name((SimpleCommand)c) is "echo" or "printf" or "print" or "date" or "tee" or "cat" or "logger" or "mail" or "mailx"))
                    Note(pipeline.Line, pipeline.EndLine, "a message; the run journal says what every step did, and `notify` tells people");
                else
                    Turn(pipeline, () => Program(pipeline));
                break;
        }
    }

    private void Turn(Pipeline pipeline, Action translate)
    {
        try
        {
            translate();
        }
        catch (NotTurnedException e)
        {
            _last = new LastCommand(pipeline.Line, null);
            _items.Add(new Writing.DraftNote(pipeline.Line, pipeline.EndLine, e.Message, e.Mend));
        }
    }
}

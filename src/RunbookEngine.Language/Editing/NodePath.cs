using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Editing;

/// <summary>The node under the cursor and the way to it.</summary>
/// <param name="Path">Keys from the root, the node's own key included.</param>
/// <param name="Node">The key itself when the cursor is on it, else the value.</param>
/// <param name="IsKey">The cursor is on the key.</param>
internal sealed record NodePath(IReadOnlyList<string> Path, ScalarNode Node, bool IsKey)
{
    public static NodePath? Find(DocumentNode root, TextMap map, int offset) => Find(root, map, offset, []);

    private static NodePath? Find(DocumentNode node, TextMap map, int offset, List<string> path)
    {
        switch (node)
        {
            case MapNode all:
                foreach (var (key, value) in all.Entries)
                {
                    if (Covers(key, map, offset))
                        return new NodePath([.. path, key.Raw], key, true);
                    if (Covers(value, map, offset) && Find(value, map, offset, [.. path, key.Raw]) is { } found)
                        return found;
                }

                return null;
            case ListNode list:
                return list.Items.Where(i => Covers(i, map, offset)).Select(i => Find(i, map, offset, [.. path, SchemaGuide.Item])).FirstOrDefault(f => f is not null);
            case ScalarNode scalar:
                return new NodePath(path, scalar, false);
            default:
                return null;
        }
    }

    private static bool Covers(DocumentNode node, TextMap map, int offset)
    {
        var (start, end) = map.Offsets(node.At);
        return start <= offset && offset <= end;
    }
}

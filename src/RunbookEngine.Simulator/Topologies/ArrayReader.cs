namespace RunbookEngine.Simulator.Topologies;

/// <summary>The part of a topology below <c>arrays:</c>.</summary>
internal static class ArrayReader
{
    private static readonly Dictionary<string, Role> Roles = new()
    {
        ["view-only"] = Role.ViewOnly,
        ["initial-configuration"] = Role.InitialConfiguration,
        ["provisioning"] = Role.Provisioning,
        ["local-copy"] = Role.LocalCopy,
        ["remote-copy"] = Role.RemoteCopy,
        ["system-resource-management"] = Role.SystemResourceManagement,
        ["security-administrator"] = Role.SecurityAdministrator,
        ["administrator"] = Role.Administrator,
    };

    public static ArraySpec Array(string alias, Fields f)
    {
        var serial = f.RequiredWhole("serialNumber", 1, 999_999);
        var id = f.RequiredText("storageDeviceId");
        if (f.Has("storageDeviceId") && (id.Length != 12 || !id.All(char.IsAsciiLetterOrDigit)))
            f.Mistakes.Add(f.At("storageDeviceId"), $"'{id}' is no storageDeviceId", "It has twelve letters or digits; write it in quotes.");
        var array = new ArraySpec
        {
            Alias = alias,
            StorageDeviceId = id,
            SerialNumber = serial,
            Model = f.Text("model", "VSP 5600H"),
            Microcode = f.Text("microcode", "90-09-02/00"),
            Controllers = f.Whole("controllers", 1, 2) ?? 1,
            Users = Users(f),
            Volumes = [.. f.Maps("volumes", "a volume").SelectMany(Volumes)],
            Pools = [.. f.Maps("pools", "a pool").Select(Pool)],
            Ports = [.. f.Maps("ports", "a port").Select(Port)],
            HostGroups = [.. f.Maps("hostGroups", "a host group").Select(HostGroup)],
            Journals = [.. f.Maps("journals", "a journal").Select(Journal)],
            QuorumDisks = [.. f.Maps("quorumDisks", "a quorum disk").Select(QuorumDisk)],
            ResourceGroups = [.. f.Maps("resourceGroups", "a resource group").Select(ResourceGroup)],
        };
        f.Done();
        return array;
    }

    private static List<UserSpec> Users(Fields array)
    {
        var users = new List<UserSpec>();
        if (array.Map("users", "users") is not { } map)
        {
            if (!array.Has("users"))
                array.Missing("users");
            return users;
        }
        foreach (var (key, node) in map.Entries)
        {
            if (node is not YamlMapping body)
            {
                array.Mistakes.Add(node, $"user '{key.Text}' must be a mapping", "Write { password: ..., roles: [administrator] }.");
                continue;
            }
            var f = new Fields(body, array.Mistakes, $"user '{key.Text}'");
            var password = f.RequiredText("password");
            if (f.Has("password") && password.Length is < 6 or > 256)
                f.Mistakes.Add(f.At("password"), "a password has 6 to 256 characters", null);
            users.Add(new(key.Text, password, RolesOf(f), [.. f.Ldevs("resourceGroups")]));
            f.Done();
        }
        return users;
    }

    private static Role RolesOf(Fields user)
    {
        var roles = Role.ViewOnly;
        foreach (var word in user.Words("roles"))
        {
            if (Roles.TryGetValue(word, out var role))
                roles |= role;
            else
                user.Mistakes.Add(user.At("roles"), $"'{word}' is no role", Nearest.Help(word, Roles.Keys));
        }
        return user.Has("roles") ? roles : Role.Administrator;
    }

    private static List<VolumeSpec> Volumes(Fields f)
    {
        var ids = f.Ldevs("ids");
        if (!f.Has("ids"))
            f.Missing("ids");
        if (!f.Has("size"))
            f.Missing("size");
        var size = f.Bytes("size") ?? 1L << 30;
        var spec = new VolumeSpec
        {
            LdevId = 0,
            SizeBytes = size,
            AllocatedBytes = f.Bytes("allocated"),
            PoolId = f.Whole("pool", 0, 127) ?? 0,
            Mapped = f.Flag("mapped") ?? true,
            Label = f.TextOrNull("label"),
            WriteBytesPerSecond = f.Bytes("hostWrites") ?? 0,
            GadReserved = f.Flag("gadReserved") ?? false,
            DataReduction = f.Flag("dataReduction") ?? false,
            ResourceGroupId = f.Whole("resourceGroup", 0, 1023) ?? 0,
        };
        if (spec.AllocatedBytes > size)
            f.Mistakes.Add(f.At("allocated"), "more is allocated than the volume holds", "Make 'allocated' at most 'size'.");
        f.Done();
        return [.. ids.Select(id => spec with { LdevId = id })];
    }

    private static PoolSpec Pool(Fields f)
    {
        var pool = new PoolSpec(f.RequiredWhole("id", 0, 127), f.Text("name", "pool"), f.Choice("type", "DP", "DP", "TI"), f.Bytes("capacity") ?? 100L << 40);
        f.Done();
        return pool;
    }

    private static PortSpec Port(Fields f)
    {
        var port = new PortSpec(f.RequiredText("id"), f.Choice("type", "FIBRE", "FIBRE", "ISCSI"), f.Text("wwn", ""));
        f.Done();
        return port;
    }

    private static HostGroupSpec HostGroup(Fields f)
    {
        var group = new HostGroupSpec(f.RequiredText("port"), f.RequiredWhole("number", 0, 254), f.RequiredText("name"), f.Text("hostMode", "LINUX/IRIX"));
        f.Done();
        return group;
    }

    private static JournalSpec Journal(Fields f)
    {
        var journal = new JournalSpec
        {
            JournalId = f.RequiredWhole("id", 0, 255),
            CapacityBytes = f.Bytes("capacity") ?? 16L << 30,
            LdevIds = f.Ldevs("ldevs"),
            DataOverflowWatchInSeconds = f.Whole("dataOverflowWatch", 0, 600) ?? 60,
            PathBlockadeWatchInMinutes = f.Whole("pathBlockadeWatch", 0, 60) ?? 5,
            CopySpeed = int.Parse(f.Choice("copySpeed", "256", "3", "10", "100", "256"), System.Globalization.CultureInfo.InvariantCulture),
            CopyPace = f.Choice("copyPace", "M", "L", "M", "H"),
        };
        f.Done();
        return journal;
    }

    private static QuorumDiskSpec QuorumDisk(Fields f)
    {
        var quorum = new QuorumDiskSpec(f.RequiredWhole("id", 0, 31), f.RequiredText("remoteArray"), f.Ldev("ldev"));
        f.Done();
        return quorum;
    }

    private static ResourceGroupSpec ResourceGroup(Fields f)
    {
        var group = new ResourceGroupSpec(f.RequiredWhole("id", 0, 1023), f.RequiredText("name"));
        f.Done();
        return group;
    }
}

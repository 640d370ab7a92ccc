using System.Globalization;
using System.Text;

namespace RunbookEngine.Import.Tests.Meaning;

/// <summary>Random scripts: control flow times commands times start states. Some of what they write is beyond the importer on purpose: there it has to stop.</summary>
internal sealed class ScriptGenerator(Random random)
{
    private static readonly string[] Technologies = ["truecopy", "universal-replicator", "shadow-image"];

    private readonly StringBuilder _script = new();
    private readonly List<BenchGroup> _groups = [];
    private readonly List<string> _functions = [];
    private int _marks;
    private int _variables;

    public IReadOnlyList<string> Flags { get; private set; } = [];

    public IReadOnlyList<string> Arguments { get; private set; } = [];

    public IReadOnlyList<BenchGroup> Groups => _groups;

    public string Write()
    {
        var count = random.Next(1, 4);
        for (var i = 0; i < count; i++)
        {
            var technology = Technologies[random.Next(Technologies.Length)];
            _groups.Add(new BenchGroup($"{technology[..2].Replace("tr", "TC").Replace("un", "UR").Replace("sh", "SI")}{i}", technology, random.Next(1, 3), random.Next(3) == 0 ? "PSUS" : "PAIR"));
        }

        Flags = [.. new[] { "a", "b", "c", "fail-1", "fail-2" }.Where(_ => random.Next(3) == 0)];
        Arguments = [Pick("start", "stop", "all"), Pick("x", "y")];
        Line(0, "#!/bin/bash");
        if (random.Next(3) == 0)
            Line(0, Pick("set -e", "set -u", "export LANG=C", "# a script"));
        if (random.Next(3) == 0)
            Function();
        var statements = random.Next(2, 7);
        for (var i = 0; i < statements; i++)
            Statement(0, 0);
        Line(0, "exit 0");
        return _script.ToString();
    }

    private void Function()
    {
        var name = Pick("guard", "work", "check");
        Line(0, $"{name}() {{");
        if (random.Next(2) == 0)
            Line(1, $"[ -f @FLAGS@/{Flag()} ] && {Pick("return 0", "exit 3", "return 1")}");
        Statement(1, 2);
        if (random.Next(2) == 0)
            Statement(1, 2);
        if (random.Next(3) == 0)
            Line(1, $"return {random.Next(2)}");
        Line(0, "}");
        _functions.Add(name);
    }

    private void Statement(int indent, int depth)
    {
        switch (random.Next(depth > 2 ? 8 : 17))
        {
            case 0 or 1 or 2:
                Line(indent, Change());
                break;
            case 3:
                var group = Group();
                Line(indent, $"pairsplit {At(group)}{Access(group)}");
                Line(indent, $"pairevtwait {At(group)} -s psus -t 3600{(random.Next(4) == 0 ? " || exit 1" : "")}");
                break;
            case 4:
                group = Group();
                Line(indent, $"pairresync {At(group)}");
                Line(indent, $"pairevtwait {At(group)} -s pair -t 3600");
                if (random.Next(3) == 0)
                    Line(indent, "if [ $? -ne 0 ]; then echo late; exit 2; fi");
                break;
            case 5 or 6:
                Line(indent, Mark());
                break;
            case 7:
                Line(indent, Pick("echo hello", "sleep 2", "date >> /dev/null", $"pairdisplay {At(Group())} -fcx", "true"));
                break;
            case 8 or 9:
                If(indent, depth);
                break;
            case 10:
                Line(indent, $"{Condition(indent)} && {Simple()}");
                break;
            case 11:
                Line(indent, $"{Condition(indent)} || {Simple()}");
                break;
            case 12:
                Loop(indent, depth);
                break;
            case 13:
                Case(indent, depth);
                break;
            case 14:
                Checked(indent);
                break;
            case 15:
                if (_functions.Count > 0)
                    Line(indent, _functions[0] + Pick("", " || exit 4", " && " + Mark()));
                else
                    Line(indent, Mark());
                break;
            default:
                Variables(indent);
                break;
        }
    }

    private void If(int indent, int depth)
    {
        Line(indent, $"if {Condition(indent)}; then");
        Body(indent, depth);
        if (random.Next(3) == 0)
        {
            Line(indent, $"elif {Condition(indent)}; then");
            Body(indent, depth);
        }

        if (random.Next(2) == 0)
        {
            Line(indent, "else");
            Body(indent, depth);
        }

        Line(indent, "fi");
    }

    private void Body(int indent, int depth)
    {
        Statement(indent + 1, depth + 1);
        if (random.Next(3) == 0)
            Statement(indent + 1, depth + 1);
        if (depth == 0 && random.Next(5) == 0)
            Line(indent + 1, Pick("exit 0", "exit 5", "echo bye; exit 3"));
    }

    private void Loop(int indent, int depth)
    {
        switch (random.Next(4))
        {
            case 0:
                var all = _groups.Where(g => g.Technology == _groups[0].Technology).ToList();
                Line(indent, $"for g in {string.Join(' ', all.Select(g => g.Name))}; do");
                Line(indent + 1, $"{Pick("pairsplit", "pairresync")} -g $g {Instance(all[0])}");
                if (random.Next(2) == 0)
                    Line(indent + 1, "mark $g");
                break;
            case 1:
                Line(indent, "for i in 1 2 3; do");
                Line(indent + 1, $"[ $i -eq {random.Next(1, 4)} ] && {Pick("continue", "break")}");
                Line(indent + 1, "mark $i");
                break;
            case 2:
                var name = $"n{_variables++}";
                Line(indent, $"{name}=0");
                Line(indent, $"while [ ${name} -lt {random.Next(1, 4)} ]; do");
                Line(indent + 1, $"mark w${name}");
                Line(indent + 1, Pick($"{name}=$(({name}+1))", $"(({name}++))", $"let {name}={name}+1"));
                break;
            default:
                Line(indent, $"for f in a b; do");
                Line(indent + 1, $"if [ -f @FLAGS@/$f ]; then {Pick("mark $f; break", "continue", "mark $f")}; fi");
                Statement(indent + 1, depth + 2);
                break;
        }

        Line(indent, "done");
    }

    private void Case(int indent, int depth)
    {
        Line(indent, $"case {Pick("\"$1\"", "$2", "$1")} in");
        Line(indent + 1, Pick("start)", "st*)", "start|x)"));
        Statement(indent + 2, depth + 2);
        Line(indent + 2, ";;");
        Line(indent + 1, Pick("all)", "y)"));
        Statement(indent + 2, depth + 2);
        if (random.Next(4) == 0)
            Line(indent + 2, "exit 0");
        Line(indent + 2, ";;");
        if (random.Next(2) == 0)
            Line(indent + 1, $"*) {Pick("echo usage; exit 1", Mark(), "true")} ;;");
        Line(indent, "esac");
    }

    private void Checked(int indent)
    {
        var group = Group();
        Line(indent, $"pairvolchk {At(group)} -ss");
        var code = 20 + group.CodeBase + random.Next(3, 5);
        switch (random.Next(5))
        {
            case 0:
                Line(indent, $"if [ $? -ne {code} ]; then echo no; exit 7; fi");
                break;
            case 1:
                Line(indent, $"[ $? -eq {code} ] && {Simple()}");
                break;
            case 2:
                Line(indent, "rc=$?");
                Line(indent, $"if [ $rc -eq {code} ]; then");
                Line(indent + 1, Simple());
                Line(indent, $"elif [ \"$rc\" -eq {(code % 10 == 3 ? code + 1 : code - 1)} ]; then");
                Line(indent + 1, Simple());
                Line(indent, "fi");
                break;
            case 3:
                Line(indent, "case $? in");
                Line(indent, $"  {code}) {Simple()} ;;");
                Line(indent, $"  *) {Simple()} ;;");
                Line(indent, "esac");
                break;
            default:
                Line(indent, $"st=$?; if (( st == {code} )) || [ -f @FLAGS@/{Flag()} ]; then {Simple()}; fi");
                break;
        }
    }

    private void Variables(int indent)
    {
        var name = $"v{_variables++}";
        var (one, two) = (Group(), Group());
        Line(indent, $"{name}={one.Name}");
        if (one.Technology == two.Technology)
            Line(indent, $"if {Condition(indent)}; then {name}={two.Name}; fi");
        Line(indent, $"pairsplit -g ${{{name}}} {Instance(one)}");
    }

    private string Condition(int indent)
    {
        switch (random.Next(9))
        {
            case 0 or 1:
                return $"[ -f @FLAGS@/{Flag()} ]";
            case 2:
                return $"! [ -e @FLAGS@/{Flag()} ]";
            case 3:
                return $"[ -f @FLAGS@/{Flag()} -{Pick("a", "o")} -f @FLAGS@/{Flag()} ]";
            case 4:
                return $"[[ \"$1\" {Pick("==", "!=")} {Pick("start", "all")} ]]";
            case 5:
                return $"pairdisplay {At(Group())} | grep -q {Pick("PSUS", "PAIR", "PSUE")}";
            case 6:
                return Mark();
            case 7:
                return $"[ -f @FLAGS@/{Flag()} ] {Pick("&&", "||")} [ \"$2\" = {Pick("x", "y")} ]";
            default:
                _ = indent;
                return $"grep -q root /etc/passwd";
        }
    }

    private string Simple() => random.Next(4) switch { 0 => Change(), 1 => Pick("exit 0", "exit 6", "echo one"), _ => Mark() };

    private string Change()
    {
        var group = Group();
        return random.Next(6) switch
        {
            0 => $"pairsplit {At(group)}{Access(group)}",
            1 => $"pairresync {At(group)}",
            2 => $"sudo pairresync {At(group)}",
            3 => $"pairsplit -S {At(group)}",
            4 => $"pairsplit {At(group)}{Access(group)} || exit 1",
            _ => $"pairresync {At(group)} && {Mark()}",
        };
    }

    private string Mark() => $"mark {++_marks % 4}{(_marks % 3 == 0 ? "" : $"m{_marks}")}";

    private string At(BenchGroup group) => $"-g {group.Name} {Instance(group)}";

    private static string Instance(BenchGroup group) => group.IsLocal ? "-IM0" : "-IH0";

    private string Access(BenchGroup group) => group.IsLocal ? "" : Pick("", " -rw", " -r");

    private BenchGroup Group() => _groups[random.Next(_groups.Count)];

    private string Flag() => Pick("a", "b", "c");

    private string Pick(params string[] of) => of[random.Next(of.Length)];

    private void Line(int indent, string text) => _script.Append(CultureInfo.InvariantCulture, $"{new string(' ', indent * 2)}{text}\n");
}

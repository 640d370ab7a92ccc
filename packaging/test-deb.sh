#!/usr/bin/env bash
# The life of the Debian package on this machine: installed, its service under systemd, upgraded with a run in flight, removed, purged.
#   bash packaging/test-deb.sh NEW.deb [OLD.deb]
# Without OLD the same program is packed once more with a lower version. Needs root, and a machine on which the package is not installed.
# Where systemd is not process 1, one is started in namespaces of its own, with a network of its own, that knows no unit but ours.
# Closes with "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || { echo "test-deb.sh: installs a package: run it as root"; exit 2; }
new=$(realpath "${1:?usage: test-deb.sh NEW.deb [OLD.deb]}") old=${2:+$(realpath "$2")}
if dpkg -s runbook-engine >/dev/null 2>&1 || [ -e /var/lib/runbook ] || [ -e /etc/runbook ]; then
    echo "test-deb.sh: runbook-engine, /etc/runbook or /var/lib/runbook is there already: this is no machine to test on"; exit 2
fi

if [ -z "${IN_NAMESPACE:-}" ] && [ "$(cat /proc/1/comm)" != systemd ]; then
    units=$(mktemp -d)
    for unit in sysinit.target basic.target shutdown.target network-online.target multi-user.target umount.target paths.target sockets.target timers.target slices.target; do
        printf '[Unit]\nDescription=%s\nDefaultDependencies=no\n' "$unit" >"$units/$unit"
    done
    ln -s /usr/lib/systemd/system/runbook.service "$units/runbook.service"
    mkdir "$units/runbook.service.d"
    printf '[Service]\nStandardOutput=append:/run/runbook.log\nStandardError=append:/run/runbook.log\n' >"$units/runbook.service.d/log.conf"
    cat >"$units/start" <<'INNER'
mount --make-rprivate / && mount -t proc proc /proc && mount -t tmpfs tmpfs /run && mkdir -p /run/lock /run/units
cp -a "$UNITS"/. /run/units/
mount -t cgroup2 cgroup2 /sys/fs/cgroup 2>/dev/null || true
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin container=unshare SYSTEMD_UNIT_PATH=/run/units SYSTEMD_GENERATOR_PATH=/run/none /lib/systemd/systemd \
    --system --unit=basic.target --log-target=null --show-status=0
INNER
    UNITS=$units unshare --mount --pid --fork --uts --ipc --cgroup --net --kill-child bash "$units/start" >"$units/log" 2>&1 &
    outer=$!
    manager=""
    for _ in $(seq 100); do
        manager=$(cat "/proc/$outer/task/$outer/children" 2>/dev/null | tr -d ' ')
        [ -n "$manager" ] && nsenter -t "$manager" -m -p -n -i -u -C systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded' && break
        read -rt 0.1 <> <(:) || true
    done
    IN_NAMESPACE=1 nsenter -t "$manager" -m -p -n -i -u -C bash "$PWD/packaging/test-deb.sh" "$new" ${old:+"$old"}
    code=$?
    kill -9 "$manager" 2>/dev/null; wait "$outer" 2>/dev/null
    rm -rf "$units"
    exit $code
fi

work=$(mktemp -d) passed=0 failed=0 simulator=""
chmod 0755 "$work"
ok() { # name, command...: one pass or one failure
    local name=$1; shift
    if "$@" >"$work/out" 2>&1; then passed=$((passed + 1)); echo "ok      $name"
    else failed=$((failed + 1)); echo "FAILED  $name"; tail -n 15 "$work/out" | sed 's/^/        /'; fi
}
not() { ! "$@"; }
says() { local text=$1; shift; "$@" >"$work/said" 2>&1 && grep -qF -- "$text" "$work/said" || { cat "$work/said"; return 1; }; }
mode() { [ "$(stat -c '%U:%G %a' "$2")" = "$1" ] || { stat -c '%n: %U:%G %a' "$2"; return 1; }; }
inventory() { find /etc /usr /var/lib /opt /home /root -xdev \( -path /var/lib/dpkg -o -path /var/lib/systemd -o -path /var/lib/apt -o -path /usr/share/man/whatis -o -path "$PWD" -o -path /root/.cache -o -path /root/.nuget -o -path /root/.dotnet -o -path /root/.local -o -path /usr/share/dotnet \) -prune -o -newermt 1970-01-02 -print 2>/dev/null | LC_ALL=C sort; }
until_true() { # seconds, command...
    local end=$((SECONDS + $1)); shift
    until "$@" >"$work/out" 2>&1; do [ $SECONDS -lt $end ] || { cat "$work/out"; return 1; }; read -rt 0.3 <> <(:) || true; done
}
as_service() { runuser -u runbook -- env HOME=/var/lib/runbook "$@"; }
server() { RUNBOOK_SERVER=http://127.0.0.1:8642 RUNBOOK_KEY=$(cat "$work/key") runbook "$@"; }
pid() { systemctl show -p MainPID --value runbook.service; }
finish() {
    [ -n "$simulator" ] && kill "$simulator" 2>/dev/null
    dpkg -s runbook-engine >/dev/null 2>&1 && { systemctl stop runbook.service; dpkg --purge runbook-engine; rm -rf /var/lib/runbook; deluser --quiet --system runbook; } >/dev/null 2>&1
    rm -rf "$work"
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit
}
trap finish EXIT

if [ -z "$old" ]; then
    dpkg-deb -R "$new" "$work/tree"
    sed -i 's/^Version: .*/Version: 0.0.0~previous/' "$work/tree/DEBIAN/control"
    dpkg-deb --root-owner-group -Znone --build "$work/tree" "$work/old.deb" >/dev/null && rm -rf "$work/tree"
    old=$work/old.deb
    echo "the previous build is this program with the version 0.0.0~previous"
fi

echo "== installed"
inventory >"$work/before"
ok "dpkg installs it" dpkg -i "$old"
ok "nothing runs" not systemctl is-active --quiet runbook.service
ok "nothing is enabled" not systemctl is-enabled --quiet runbook.service
ok "the command is there" runbook --version
ok "the user cannot log in" says nologin getent passwd runbook
ok "the data folder is the service's alone" mode "runbook:runbook 700" /var/lib/runbook
ok "the configuration is root's to write, the service's to read" mode "root:runbook 640" /etc/runbook/server.yaml
ok "no file of the package but the program runs as anybody else" not grep -q . <(find /usr/lib/runbook /usr/bin/runbook -perm /6022 ! -type l)
ok "every page of the manual reads without a warning" bash -c 'command -v groff >/dev/null || exit 0; for p in /usr/share/man/man1/runbook*.1.gz; do zcat $p | groff -man -Tutf8 -ww 2>&1 >/dev/null; done | tee /dev/stderr | { ! grep -q .; }'
ok "bash completes a command" says rollback bash -c '. /usr/share/bash-completion/completions/runbook; COMP_WORDS=(runbook roll) COMP_CWORD=1; _runbook; echo "${COMPREPLY[@]}"'
as_service runbook serve --config /etc/runbook/server.yaml --new-key akiko --role admin >"$work/key" 2>"$work/out"
ok "a first key is made" grep -q . "$work/key"
ok "the configuration that comes with it is sound" says "all is well" as_service runbook serve --config /etc/runbook/server.yaml --check

echo "== the service"
runbook simulate two-site --port 9443 --write-environment /etc/runbook/two-site.yaml >"$work/simulator" 2>&1 &
simulator=$!
ok "simulated arrays are there" until_true 60 grep -q control "$work/simulator"
control=$(grep -oE 'https?://[0-9.]+:[0-9]+' <(grep -i control "$work/simulator") | head -n 1)
chown root:runbook /etc/runbook/two-site.* && chmod 0640 /etc/runbook/two-site.*
echo '  environments: [two-site.yaml]' >>/etc/runbook/server.yaml
ok "it starts, and says itself that it is ready" timeout 60 systemctl start runbook.service
ok "it answers" until_true 30 says ok curl -fsS http://127.0.0.1:8642/healthz
ok "it is the user runbook" says runbook ps -o user= -p "$(pid)"
ok "it cannot gain rights" says "NoNewPrivs:	1" grep NoNewPrivs "/proc/$(pid)/status"
ok "it has no capability" says 0000000000000000 grep CapBnd "/proc/$(pid)/status"
ok "its system calls are filtered" says "Seccomp:	2" grep Seccomp: "/proc/$(pid)/status"
inside() { nsenter -t "$(pid)" -m -- "$@"; }
ok "the start left the configuration's rights alone" mode "root:runbook 750" /etc/runbook
ok "it sees no homes" not inside bash -c 'ls -A /root | grep -q .'
ok "its store is its own alone" until_true 10 mode "runbook:runbook 600" /var/lib/runbook/runs.db
exposure=$(systemd-analyze security --no-pager --offline=true /usr/lib/systemd/system/runbook.service 2>/dev/null | grep -oE 'exposure level[^:]*: [0-9.]+' | grep -oE '[0-9.]+$')
echo "        systemd-analyze security: exposure ${exposure:-not told} of 10"
ok "systemd calls its exposure OK" awk -v e="${exposure:-10}" 'BEGIN { exit !(e <= 2.5) }'

echo "== upgraded with a run in flight"
cat >"$work/night.yaml" <<'Y'
runbook: v1
name: night
targets:
  mirrors: { technology: universal-replicator, array: tokyo, copyGroups: [erp-ur-01] }
steps:
  - id: split
    pair.split: { on: mirrors }
  - id: backup
    delay: { for: 15s }
  - id: resync
    pair.resync: { on: mirrors }
Y
ok "a runbook is uploaded" server upload "$work/night.yaml"
server run night --environment two-site >"$work/run" 2>&1 &
told=$!
ok "its split is done, the rest is to come" until_true 60 says PSUS curl -fsS "$control/control/pairs?copyGroup=erp-ur-01"
before=$(pid)
ok "dpkg upgrades it" says "takes up this version" dpkg -i "$new"
ok "the running server was left alone" [ "$before" = "$(pid)" ]
ok "the changed configuration was kept" grep -q two-site /etc/runbook/server.yaml
ok "it is restarted when a person says so" timeout 90 systemctl restart runbook.service
ok "another process serves" not [ "$before" = "$(pid)" ]
ok "not even root in its place can write below /usr or /etc" not inside bash -c 'touch /usr/lib/runbook/x 2>/dev/null || touch /etc/runbook/x 2>/dev/null'
ok "the run goes on and ends well" until_true 120 says succeeded server runs
wait "$told" 2>/dev/null
ok "every change reached the array once" says '"count":2' bash -c "curl -fsS '$control/control/ledger?effect=changed&copyGroup=erp-ur-01' | tr -d ' \n' | grep -o '\"effect\":\"changed\"' | wc -l | sed 's/.*/\"count\":&/'"
ok "every journal is sound" server verify all

echo "== removed and purged"
kill "$simulator" 2>/dev/null; wait "$simulator" 2>/dev/null; simulator=""
ok "dpkg removes it" dpkg -r runbook-engine
ok "the service has ended" not systemctl is-active --quiet runbook.service
ok "its program is gone" not test -e /usr/lib/runbook
ok "configuration and store are kept" test -f /etc/runbook/server.yaml -a -f /var/lib/runbook/runs.db
ok "dpkg purges it, and says what stays" says "rm -r /var/lib/runbook" dpkg --purge runbook-engine
ok "the configuration is gone" not test -e /etc/runbook
inventory >"$work/after"
ok "nothing else is left behind" not grep -vE '^/var/lib/runbook(/|$)|^/etc/(passwd|group|shadow|gshadow|subuid|subgid)-?$' <(diff "$work/before" "$work/after" | sed -n 's/^[<>] //p')
rm -r /var/lib/runbook && deluser --quiet --system runbook
ok "what it said deletes the rest" not getent passwd runbook

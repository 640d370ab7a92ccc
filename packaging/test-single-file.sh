#!/usr/bin/env bash
# A new user with nothing but the single file goes the way of the tutorial: simulated arrays, a runbook, a run, a kill, a resume, evidence.
#   bash packaging/test-single-file.sh artifacts/runbook-0.1.0-linux-x64
# As root it runs as nobody, else as whoever calls it; either way in an empty home, without the .NET SDK on the path. Closes with "N passed, N failed".
set -uo pipefail
home=$(mktemp -d) passed=0 failed=0 simulator=""
chmod 0700 "$home" && install -m 0755 "${1:?usage: test-single-file.sh FILE}" "$home/runbook"
as=() && [ "$(id -u)" = 0 ] && { as=(setpriv --reuid nobody --regid nogroup --clear-groups --no-new-privs); chown -R nobody:nogroup "$home"; }
cd "$home" || exit 2
runbook() { "${as[@]}" env -i HOME="$home" PATH=/usr/bin:/bin USER=trainee "$home/runbook" "$@"; }
ok() { # name, exit code, text, command...
    local name=$1 exit=$2 text=$3 code; shift 3
    "$@" >"$home/out" 2>&1; code=$?
    if [ "$code" = "$exit" ] && grep -qF -- "$text" "$home/out"; then passed=$((passed + 1)); echo "ok      $name"
    else failed=$((failed + 1)); echo "FAILED  $name: exit $code"; tail -n 15 "$home/out" | sed 's/^/        /'; fi
}
finish() {
    [ -n "$simulator" ] && kill "$simulator" 2>/dev/null
    rm -rf "$home"
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit
}
trap finish EXIT
touch "$home/out" "$home/arrays" && chmod 0666 "$home/out" "$home/arrays"

ok "it says its version" 0 . runbook --version
runbook simulate two-site --port 0 --write-environment env.yaml >"$home/arrays" 2>&1 &
for _ in $(seq 300); do grep -q '^control' "$home/arrays" && break; read -rt 0.2 <> <(:) || true; done
simulator=$(pgrep -n -f "^$home/runbook simulate")
ok "a starter is written" 0 "" runbook new first-run
ok "it is valid" 0 valid runbook validate first-run.yaml --environment env.yaml
sed 's/pair\.split:/pair.splitt:/' first-run.yaml >"$home/wrong.yaml" && chmod 0644 "$home/wrong.yaml"
ok "a mistake is shown with its mend" 3 'did you mean `pair.split`?' runbook validate wrong.yaml --environment env.yaml
ok "a plan" 0 split runbook plan first-run.yaml --environment env.yaml
ok "a run" 0 "" runbook run first-run.yaml --environment env.yaml
runbook run first-run.yaml --environment env.yaml >"$home/arrays2" 2>&1 &
for _ in $(seq 300); do runbook show latest 2>/dev/null | grep -qE 'running|PSUS' && break; done
killed=$(pgrep -n -f "^$home/runbook run first-run") && kill -9 "$killed"
wait %2 2>/dev/null
ok "it was killed on its way" 0 "" runbook show latest
ok "resumed, it ends well" 0 "" runbook resume latest
ok "its journal is sound" 0 "" runbook verify latest
ok "the report" 0 "" runbook report latest --out report.html
ok "the manual" 0 ".TH" runbook man run

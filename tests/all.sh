#!/usr/bin/env bash
# Builds everything, brings up what the tests need, runs them all, and closes with "N passed, N failed".
#   bash tests/all.sh            everything
#   bash tests/all.sh Core Cli   only these rooms' tests
# Needs the .NET SDK; what else the tests need is installed from Debian's packages when it is missing (as root). The PostgreSQL that
# they use is started here and stopped at the end.
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NO_COLOR=1
results=$(mktemp -d)
database=$(mktemp -d)
trap 'bash tests/postgres.sh stop "$database" >/dev/null 2>&1; rm -rf "$results" "$database"' EXIT
passed=0 failed=0

count() { # name, passed, failed, seconds
    printf '%-42s %5d passed, %3d failed  (%s s)\n' "$1" "$2" "$3" "$4"
    passed=$((passed + $2)) failed=$((failed + $3))
}

check() { # name, command...: one pass or one failure
    local name=$1 from=$SECONDS; shift
    if "$@" >"$results/check.log" 2>&1; then count "$name" 1 0 $((SECONDS - from))
    else tail -n 60 "$results/check.log"; count "$name" 0 1 $((SECONDS - from)); fi
}

close() {
    printf '%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit
}

small_things() { # the programs that examples of the docs use, the shells that are completed in, the time zones, and an sshd for commands on hosts
    local missing=() root=()
    command -v curl >/dev/null || missing+=(curl)
    command -v openssl >/dev/null || missing+=(openssl)
    command -v zsh >/dev/null || missing+=(zsh)
    command -v fish >/dev/null || missing+=(fish)
    [ -e /usr/share/zoneinfo/Europe/Berlin ] || missing+=(tzdata)
    [ -e /usr/sbin/sshd ] || missing+=(openssh-server)
    command -v ssh >/dev/null || missing+=(openssh-client)
    [ ${#missing[@]} -eq 0 ] && return
    command -v apt-get >/dev/null || { echo "missing, and there is no apt-get to install it with: ${missing[*]}"; return; }
    [ "$(id -u)" = 0 ] || root=(sudo -n)
    { "${root[@]}" apt-get update -qq && DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$results/apt.log" 2>&1 \
        || { tail -n 20 "$results/apt.log"; echo "could not be installed: ${missing[*]}"; }
}

small_things
check "restore" dotnet restore RunbookEngine.sln
check "build, warnings as errors" dotnet build RunbookEngine.sln --no-restore -v q
[ "$failed" -eq 0 ] || close
if [ $# -eq 0 ]; then
    check "formatting" dotnet format whitespace RunbookEngine.sln --no-restore --verify-no-changes
fi

package() { # made and lived through in its bounded form: a trial build, upgraded from itself
    RUNBOOK_QUICK=1 bash packaging/make.sh --out "$results/packages" deb && bash packaging/test-deb.sh "$results"/packages/*.deb
}
if [ $# -eq 0 ]; then
    if [ "$(id -u)" = 0 ] && command -v dpkg-deb >/dev/null && [ -x /lib/systemd/systemd ]; then
        check "Debian package, from installed to purged" package
    else
        echo "The Debian package was not tested: that needs root, dpkg-deb and systemd."
    fi
fi

if connection=$(bash tests/postgres.sh start "$database" 2>"$results/postgres.log"); then
    export RUNBOOK_TEST_POSTGRES="$connection"
else
    tail -n 20 "$results/postgres.log"
    echo "PostgreSQL could not be started: its tests are skipped, which counts as a failure in CI."
fi

for project in tests/RunbookEngine.*.Tests; do
    name=$(basename "$project") from=$SECONDS
    if [ $# -gt 0 ] && [[ ! " $* " =~ " $(echo "$name" | cut -d. -f2) " ]]; then continue; fi
    timeout 2700 dotnet "$project/bin/Debug/net10.0/$name.dll" -noColor >"$results/$name.log" 2>&1
    code=$?
    summary=$(grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$results/$name.log" | tail -n 1)
    if [ -z "$summary" ]; then
        tail -n 40 "$results/$name.log"
        echo "$name ended with code $code before it had a result"
        count "$name" 0 1 $((SECONDS - from))
        continue
    fi
    read -r total errors bad skipped < <(echo "$summary" | tr -dc '0-9 ' | xargs)
    bad=$((bad + errors))
    if [ "$skipped" -gt 0 ]; then
        grep -E '\[SKIP\]' -A 1 "$results/$name.log" | head -n 10
        [ -n "${CI:-}" ] && bad=$((bad + skipped)) skipped=0
    fi
    [ "$bad" -eq 0 ] && [ "$code" -ne 0 ] && { bad=1 total=$((total + 1)); tail -n 20 "$results/$name.log"; }
    [ "$bad" -gt 0 ] && grep -E '\[FAIL\]' -A 25 "$results/$name.log" | head -n 200
    count "$name" $((total - bad - skipped)) "$bad" $((SECONDS - from))
done
close

#!/usr/bin/env bash
# Kills the real process after every single journal event of every runbook in runbooks/, resumes it, and compares what the
# simulated arrays saw with a calm run. Several hundred processes: half an hour on two cores. CI runs a bounded form.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/RunbookEngine.EndToEnd.Tests -v q --nologo
RUNBOOK_CRASH_ALL=1 exec dotnet tests/RunbookEngine.EndToEnd.Tests/bin/Debug/net10.0/RunbookEngine.EndToEnd.Tests.dll \
    -class RunbookEngine.EndToEnd.Tests.KillAtEveryEventTests -showLiveOutput "$@"

#!/usr/bin/env bash
# Nodes on one PostgreSQL die at random moments, or stand still and wake up, while runs are in flight and other nodes start. Then every run must
# have succeeded, and the arrays must have seen every operation once. Needs what tests/all.sh needs.
#   bash tests/chaos.sh                                   200 runs, two minutes, a death every four seconds or so
#   RUNBOOK_CHAOS_RUNS=50 RUNBOOK_CHAOS_SECONDS=30 RUNBOOK_CHAOS_EVERY=3 RUNBOOK_TEST_SEED=7 bash tests/chaos.sh
set -euo pipefail
cd "$(dirname "$0")/.."
export RUNBOOK_CHAOS_RUNS=${RUNBOOK_CHAOS_RUNS:-200} RUNBOOK_CHAOS_SECONDS=${RUNBOOK_CHAOS_SECONDS:-120}
export RUNBOOK_CHAOS_EVERY=${RUNBOOK_CHAOS_EVERY:-4} RUNBOOK_CHAOS_CYCLES=${RUNBOOK_CHAOS_CYCLES:-8} RUNBOOK_CHAOS_SPEED=${RUNBOOK_CHAOS_SPEED:-2}
dotnet build tests/RunbookEngine.Cluster.Tests -v q --nologo
if [ -z "${RUNBOOK_TEST_POSTGRES:-}" ]; then
    database=$(mktemp -d)
    trap 'bash tests/postgres.sh stop "$database" >/dev/null 2>&1; rm -rf "$database"' EXIT
    RUNBOOK_TEST_POSTGRES=$(bash tests/postgres.sh start "$database")
    export RUNBOOK_TEST_POSTGRES
fi
dotnet tests/RunbookEngine.Cluster.Tests/bin/Debug/net10.0/RunbookEngine.Cluster.Tests.dll \
    -class RunbookEngine.Cluster.Tests.ChaosTests -showLiveOutput "$@"

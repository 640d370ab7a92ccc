#!/usr/bin/env bash
# sbom.sh VERSION RID: the parts of the program as CycloneDX 1.5 JSON, from the graph that the restore of src/RunbookEngine.Cli wrote.
set -euo pipefail
cd "$(dirname "$0")/.."
exec dotnet run --file packaging/sbom.cs -- "$1" "$2" src/RunbookEngine.Cli/obj/project.assets.json

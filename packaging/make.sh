#!/usr/bin/env bash
# Makes what is shipped: single files, a Debian package, a .NET tool, the documents, a list of parts (SBOM) and checksums.
#   bash packaging/make.sh                        everything, into artifacts/
#   bash packaging/make.sh --out DIR deb docs     only these: linux-x64 linux-arm64 win-x64 deb tool docs
# The version is the tag of this commit (v1.2.3), else the version prefix of Directory.Build.props. What cannot be made here is said at
# the end, and the exit code is 1. Needs the .NET SDK; for the Debian package dpkg-deb.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
out=$PWD/artifacts
[ "${1:-}" = --out ] && { mkdir -p "$2"; out=$(cd "$2" && pwd); shift 2; }
wanted=${*:-linux-x64 linux-arm64 win-x64 deb tool docs}
for part in $wanted; do
    case $part in linux-x64|linux-arm64|win-x64|deb|tool|docs) ;; *) echo "make.sh: $part is no part: linux-x64 linux-arm64 win-x64 deb tool docs" >&2; exit 2 ;; esac
done
version=${RUNBOOK_VERSION:-$(git describe --tags --exact-match --match 'v[0-9]*' 2>/dev/null | sed 's/^v//' || true)}
[ -n "$version" ] || version=$(sed -n 's:.*<VersionPrefix>\(.*\)</VersionPrefix>.*:\1:p' Directory.Build.props)
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
# A trial build: the framework is not compiled with the program (minutes less, starts a quarter slower), and the package is not compressed.
[ -n "${RUNBOOK_QUICK:-}" ] && quick=(-p:PublishReadyToRunComposite=false) && export DEB_LEVEL=0 || quick=()
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
missing=()

publish() { # RID, FOLDER, options: the program for one kind of machine
    local rid=$1 to=$2; shift 2
    dotnet publish src/RunbookEngine.Cli -c Release -r "$rid" --self-contained -p:PublishSingleFile=true -p:DebugType=none \
        -p:GenerateDocumentationFile=false -p:Version="$version" -o "$to" -v q -clp:ErrorsOnly "${quick[@]}" "$@"
}

single_file() { # RID, SUFFIX: one file with everything in it; the SQLite library is unpacked at the first start
    if publish "$1" "$work/$1" -p:IncludeNativeLibrariesForSelfExtract=true >"$work/$1.log" 2>&1; then
        install -m 0755 "$work/$1/runbook$2" "$out/runbook-$version-$1$2"
        bash packaging/sbom.sh "$version" "$1" >"$out/runbook-$version-$1.cdx.json"
    else
        tail -n 5 "$work/$1.log"; missing+=("$1: see above; its runtime packs may not be to be had")
    fi
}

documents() { # sources of rules, schemas, documents, runbooks and examples
    tar --create --gzip --file "$out/runbook-$version-docs.tar.gz" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
        --transform "s:^:runbook-$version/:" README.md CHANGELOG.md THIRD-PARTY-NOTICES.txt docs schemas runbooks examples
}

for part in $wanted; do
    echo "== $part"
    case $part in
        win-x64) single_file "$part" .exe ;;
        linux-*) single_file "$part" "" ;;
        docs) documents ;;
        tool)
            dotnet pack src/RunbookEngine.Cli -c Release -p:MakeTool=true -p:Version="$version" -p:DebugType=none -o "$out" -v q -clp:ErrorsOnly \
                || missing+=("tool: see above") ;;
        deb)
            if ! command -v dpkg-deb >/dev/null; then missing+=("deb: dpkg-deb is missing"); continue; fi
            publish linux-x64 "$work/deb-program"
            bash packaging/deb/build.sh "$version" "$work/deb-program" "$out" ;;
    esac
done

(cd "$out" && find . -maxdepth 1 -type f ! -name SHA256SUMS -printf '%P\n' | LC_ALL=C sort | xargs -r -d '\n' sha256sum) >"$work/sums"
mv "$work/sums" "$out/SHA256SUMS"
ls -l "$out"
for what in "${missing[@]}"; do echo "not made: $what"; done
[ ${#missing[@]} -eq 0 ]

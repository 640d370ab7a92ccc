#!/usr/bin/env bash
# build.sh VERSION PROGRAM-FOLDER OUT: the Debian package from a published program (runbook and its SQLite library).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
version=$1 program=$2 out=$3
debian=${version//-/\~} # 1.0.0-rc1 is before 1.0.0
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
umask 022

put() { install -D -m "$1" "$2" "$tree/$3"; }
put 0755 "$program/runbook" usr/lib/runbook/runbook
put 0644 "$program/libe_sqlite3.so" usr/lib/runbook/libe_sqlite3.so
mkdir -p "$tree/usr/bin" "$tree/etc/runbook"
ln -s ../lib/runbook/runbook "$tree/usr/bin/runbook"
put 0640 "$here/server.yaml" etc/runbook/server.yaml
# One unit: the package's differs in where the program is.
sed -e '/^#  /d; s:^# A server as a systemd service\..*:# The server; its configuration is /etc/runbook/server.yaml.:; s:/usr/local/bin/runbook:/usr/bin/runbook:' \
    "$top/examples/systemd/runbook.service" >"$tree/unit"
put 0644 "$tree/unit" usr/lib/systemd/system/runbook.service
rm "$tree/unit"

"$program/runbook" man --out "$tree/usr/share/man/man1" 2>/dev/null
gzip -9n "$tree"/usr/share/man/man1/*.1
chmod 0644 "$tree"/usr/share/man/man1/*
complete() { "$program/runbook" completion "$1" >"$tree/script" && put 0644 "$tree/script" "$2" && rm "$tree/script"; }
complete bash usr/share/bash-completion/completions/runbook
complete zsh usr/share/zsh/vendor-completions/_runbook
complete fish usr/share/fish/vendor_completions.d/runbook.fish
complete powershell usr/share/runbook/runbook.ps1

documents=usr/share/doc/runbook-engine
mkdir -p "$tree/$documents"
cp -r "$top/docs" "$top/runbooks" "$top/examples" "$top/schemas" "$top/README.md" "$tree/$documents/"
put 0644 "$top/THIRD-PARTY-NOTICES.txt" $documents/copyright
gzip -9nc "$top/CHANGELOG.md" >"$tree/$documents/changelog.gz"
find "$tree/$documents" -type f -exec chmod 0644 {} +
find "$tree" -type d -exec chmod 0755 {} +

mkdir "$tree/DEBIAN"
sed -e "s/@VERSION@/$debian/; s/@SIZE@/$(du -sk --exclude=DEBIAN "$tree" | cut -f1)/" "$here/control" >"$tree/DEBIAN/control"
echo /etc/runbook/server.yaml >"$tree/DEBIAN/conffiles"
for script in postinst prerm postrm; do install -m 0755 "$here/$script" "$tree/DEBIAN/$script"; done
(cd "$tree" && find . -type f ! -path './DEBIAN/*' ! -path './etc/*' -printf '%P\n' | LC_ALL=C sort | xargs -d '\n' md5sum) >"$tree/DEBIAN/md5sums"
dpkg-deb --root-owner-group -Zxz "-z${DEB_LEVEL:-6}" --build "$tree" "$out/runbook-engine_${debian}_amd64.deb" >/dev/null

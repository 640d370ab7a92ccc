#!/usr/bin/env bash
# A PostgreSQL of its own for tests, on a free port of this machine.
#   tests/postgres.sh start DIR     makes and starts one in DIR (made when missing), prints its connection string
#   tests/postgres.sh restart DIR   stops it at once and starts it again
#   tests/postgres.sh stop DIR      ends it and removes DIR
# PostgreSQL is installed with apt-get when it is missing. As root the server runs as user postgres, as it refuses to run as root.
set -euo pipefail

say() { echo "postgres.sh: $*" >&2; }

find_programs() {
    local found
    for found in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr) "$(dirname "$(command -v initdb || echo /none/initdb)")"; do
        if [ -x "$found/initdb" ]; then
            programs=$found
            return 0
        fi
    done
    return 1
}

install() {
    find_programs && return
    command -v apt-get >/dev/null || { say "PostgreSQL is missing, and there is no apt-get to install it with"; exit 1; }
    say "installing PostgreSQL"
    local root=()
    [ "$(id -u)" = 0 ] || root=(sudo -n)
    { "${root[@]}" apt-get update -qq && DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends postgresql; } >&2
    find_programs || { say "PostgreSQL was installed, but initdb is not found"; exit 1; }
}

as_server() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

free_port() {
    local port
    for _ in $(seq 50); do
        port=$((20000 + RANDOM % 20000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
    say "no free port found"
    exit 1
}

control() { as_server "$programs/pg_ctl" -D "$folder/data" -w -t 60 "$@" >"$folder/control.log" 2>&1 || { say "pg_ctl $1 failed"; tail -n 20 "$folder/control.log" "$folder/server.log" >&2; exit 1; }; }

start() {
    local port password
    install
    mkdir -p "$folder"
    chmod 700 "$folder"
    password=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
    port=$(free_port)
    printf '%s\n' "$password" >"$folder/password"
    [ "$(id -u)" = 0 ] && chown -R postgres "$folder"
    as_server "$programs/initdb" -D "$folder/data" -U runbook --pwfile="$folder/password" --auth=scram-sha-256 --encoding=UTF8 --locale=C >"$folder/initdb.log" 2>&1 \
        || { say "initdb failed"; cat "$folder/initdb.log" >&2; exit 1; }
    printf '%s\n' "listen_addresses = '127.0.0.1'" "port = $port" "unix_socket_directories = ''" "max_connections = 200" >>"$folder/data/postgresql.conf"
    control -l "$folder/server.log" start
    echo "Host=127.0.0.1;Port=$port;Username=runbook;Password=$password;Database=postgres"
}

[ $# -eq 2 ] || { say "usage: start|restart|stop DIR"; exit 2; }
mkdir -p "$(dirname "$2")"
folder=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
case $1 in
    start) start ;;
    restart)
        find_programs
        control -m immediate stop
        control -l "$folder/server.log" start
        ;;
    stop)
        find_programs
        [ -f "$folder/data/postmaster.pid" ] && control -m immediate stop
        [ ! -f "$folder/data/PG_VERSION" ] || rm -rf "$folder"
        ;;
    *) say "usage: start|restart|stop DIR"; exit 2 ;;
esac

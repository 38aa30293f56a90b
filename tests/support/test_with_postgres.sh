#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-only
# with-postgres must hand the command's result on and leave nothing behind, however the command ends.
set -euo pipefail
unset HOLDFAST_TEST_DATABASE_URL
with_postgres=$(dirname "${BASH_SOURCE[0]}")/with-postgres
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export TMPDIR=$folder
# The server's account must get through to its data.
chmod 711 "$folder"

failed=0
expect() {
    if [ "$2" = "$3" ]; then
        echo "pass: $1"
    else
        echo "FAIL: $1: got '$2' instead of '$3'"
        failed=1
    fi
}
left_behind() { find "$folder" -mindepth 1 -maxdepth 1 -name 'hf-test-pg.*' | wc -l; }

status=0
settings=$("$with_postgres" bash -c 'psql -Atc "SHOW fsync" -c "SHOW listen_addresses" "$HOLDFAST_TEST_DATABASE_URL"; exit 7') \
    || status=$?
expect "the command's exit code comes through" "$status" 7
expect "flushes to disk, listens on no TCP port" "$settings" "on"
expect "nothing is left after an end" "$(left_behind)" 0

"$with_postgres" bash -c 'touch "$1"; exec sleep 600' - "$folder/runs" &
shell=$!
for _ in $(seq 600); do
    [ -e "$folder/runs" ] && break
    sleep 0.1
done
kill -TERM "$shell"
status=0
wait "$shell" || status=$?
expect "a terminated run says so" "$status" 143
expect "nothing is left after a termination" "$(left_behind)" 0

expect "a server that is named is used as it is" \
    "$(HOLDFAST_TEST_DATABASE_URL=postgresql://named "$with_postgres" printenv HOLDFAST_TEST_DATABASE_URL)" \
    "postgresql://named"
exit "$failed"

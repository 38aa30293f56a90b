#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-only
# usage: test_swagger_ui.sh CMAKE: getting Swagger UI never fails a build, takes only what was pinned, and happens once.
# npm is replaced by a program that counts its calls.
set -euo pipefail
cmake=$1
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

expect() { # NAME WANTED GOT
    [ "$2" = "$3" ] || { printf 'FAIL: %s\n  wanted: %s\n  got:    %s\n' "$1" "$2" "$3"; failures=$((failures + 1)); }
}

# npm CODE: what stands for npm does, in the folder that is to receive the archive.
npm() {
    printf '#!/bin/bash\necho called >> "%s/calls"\n%s\n' "$folder" "$1" > "$folder/bin/npm"
    chmod +x "$folder/bin/npm"
}

# fetch BUILD [OPTION…]: the last word of what CMake says, and what it exits with.
fetch() {
    local build=$folder/$1 status=0
    shift
    mkdir -p "$build"
    (cd "$build" && PATH="$path" "$cmake" "$@" -P "$here/fetch.cmake" > "$folder/said" 2>&1) || status=$?
    printf '%s %s' "$(sed -n 's/^-- files: //p' "$folder/said")" "$status"
}

calls() { wc -l < "$folder/calls" 2>/dev/null || echo 0; }

mkdir "$folder/bin" "$folder/empty" "$folder/package"
for name in swagger-ui.css swagger-ui-bundle.js swagger-ui-bundle.js.LICENSE.txt LICENSE NOTICE other; do
    echo "$name" > "$folder/package/$name"
done
tar -czf "$folder/archive.tgz" -C "$folder" package
digest=$(sha512sum "$folder/archive.tgz" | cut -d' ' -f1)

path=$folder/empty
expect "without npm there is nothing, and nothing fails" "0 0" "$(fetch without)"
path=$folder/bin:$PATH
npm 'exit 1'
expect "without a network there is nothing, and nothing fails" "0 0" "$(fetch offline)"
npm 'exit 0'
expect "an npm that brings nothing changes nothing" "0 0" "$(fetch nothing)"
# shellcheck disable=SC2016  # for npm to expand
npm 'cp "'"$folder"'/archive.tgz" "${2/@/-}.tgz"'
expect "another archive than was pinned is not taken" "0 0" "$(fetch forged)"
expect "the pinned one is" "5 0" "$(fetch good -DDIGEST="$digest")"
expect "what nobody asked for stays in the archive" "0" "$(find "$folder/good" -name other | wc -l)"
before=$(calls)
expect "what is there is used again" "5 0" "$(fetch good -DDIGEST="$digest")"
expect "and npm is not asked" "$before" "$(calls)"
expect "nor when it is not wanted" "0 0" "$(fetch unwanted -DHOLDFAST_SWAGGER_UI=OFF)"
expect "and npm is not asked then" "$before" "$(calls)"

[ "$failures" -eq 0 ] && echo "PASS"
exit "$failures"

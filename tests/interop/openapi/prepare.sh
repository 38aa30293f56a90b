# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-only
# Sourced: puts the judges from npm into a folder, pinned by package-lock.json and without running their scripts. They
# stay there, so the network is needed only once. Ends with 77 (skipped) where there is no node, npm or network.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$here/../../.." && pwd)

skip() {
    printf 'SKIPPED: %s\n' "$1"
    exit 77
}

# install_judges FOLDER: one at a time, for tests run side by side.
install_judges() {
    local folder=$1
    command -v node >/dev/null || skip "node is not installed (Debian: apt-get install nodejs npm)"
    command -v npm >/dev/null || skip "npm is not installed (Debian: apt-get install npm)"
    mkdir -p "$folder"
    exec 9> "$folder/lock"
    flock 9
    if ! cmp -s "$here/package-lock.json" "$folder/installed.json"; then
        cp "$here/package.json" "$here/package-lock.json" "$folder/"
        npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error ||
            skip "npm cannot install the judges: no network?"
        cp "$here/package-lock.json" "$folder/installed.json"
    fi
    exec 9>&-
}

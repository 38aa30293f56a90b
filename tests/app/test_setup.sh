#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-only
# What app/setup.sh decides before it touches anything, and that nothing is touched when nothing is missing.
set -euo pipefail
repository=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

expect() { # NAME WANTED GOT
    [ "$2" = "$3" ] || { printf 'FAIL: %s\n  wanted: %s\n  got:    %s\n' "$1" "$2" "$3"; failures=$((failures + 1)); }
}

# Runs bash code with setup.sh sourced, apt-get and sudo replaced by programs that say how they were called. PATH holds
# what stands in $folder/bin first.
in_setup() { PATH="$folder/bin:$PATH" bash -c "source '$repository/app/setup.sh'; $1" 2>&1; }

pretend() { # NAME CODE
    printf '#!/usr/bin/env bash\n%s\n' "$2" > "$folder/bin/$1"
    chmod +x "$folder/bin/$1"
}

mkdir "$folder/bin"
# A machine where only bash and coreutils are installed, whatever this one has.
# shellcheck disable=SC2016  # for the pretended program to expand
pretend dpkg-query 'for name in "${@:3}"; do
    case $name in
    bash | coreutils) echo "installed $name" ;;
    removed) echo "config-files removed" ;;
    *) echo "dpkg-query: no packages found matching $name" >&2; missing=1 ;;
    esac
done; exit ${missing:-0}'
pretend apt-get 'echo "apt-get $*"'
pretend sudo 'echo "sudo $*"'
pretend id 'echo 1000'

printf '# comment\nbash\n  coreutils # why\n\nno-such\nremoved\n' > "$folder/some"
printf 'bash\n' > "$folder/present"

expect "comments and blanks are no packages" "bash coreutils no-such removed" \
    "$(in_setup "listed_packages $folder/some" | xargs)"
expect "unknown and removed packages are missing" "no-such removed" "$(in_setup "missing_packages $folder/some" | xargs)"
expect "nothing is done when nothing is missing" "" "$(in_setup "ensure_packages $folder/present")"
expect "what is missing is installed through sudo" "1" \
    "$(in_setup "ensure_packages $folder/some" | grep -c 'sudo env .*apt-get install .*no-such removed$')"
pretend id 'echo 0'
expect "root needs no sudo" "0" "$(in_setup "ensure_packages $folder/some" | grep -c sudo || true)"

pretend id 'echo 1000'
expect "without sudo it says what to ask for" "Ask an administrator for: apt-get install no-such removed" \
    "$(in_setup "may_install() { false; }; ensure_packages $folder/some" | tail -n 1)"
pretend sudo 'exit 1'
expect "a failing apt-get is told" "1" \
    "$(in_setup "ensure_packages $folder/some" | grep -c 'apt-get could not install: no-such removed' || true)"

pretend sudo 'echo "sudo $*"'
expect "a command that is there needs no package" "" "$(in_setup "ensure_commands $folder/some bash printf")"
expect "a command that is missing brings its packages" "1" \
    "$(in_setup "ensure_commands $folder/some bash no-such-command" | grep -c 'apt-get install .*no-such removed$')"
pretend sudo 'exit 1'
expect "commands that cannot be had are told, and nothing fails" "Going on without no-such-command. 0" \
    "$(in_setup "ensure_commands $folder/some no-such-command; echo \$?" | tail -n 2 | xargs)"

expect "tests/run refuses what it does not know" "2" "$("$repository/tests/run" --nonsense >/dev/null 2>&1; echo $?)"
expect "tests/run refuses an unknown sanitizer" "2" "$("$repository/tests/run" --sanitizer heap >/dev/null 2>&1; echo $?)"

[ "$failures" -eq 0 ] && echo "PASS"
exit "$failures"

# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-only
# What app/run and tests/run share: bring a Debian machine to where Holdfast builds, and build it. Sourced, not run.
# A machine that has everything pays one dpkg-query and one ninja, neither of which needs the network.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck disable=SC2034  # for whoever sources this: EX_USAGE as Holdfast itself uses it
exit_usage=2

say() { printf '%s\n' "$*" >&2; }
fail() { say "$1"; exit "${2:-1}"; }

# The names in package lists, without comments.
listed_packages() { sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' -- "$@" | LC_ALL=C sort -u; }

# Those of the named packages that are not installed.
missing_packages()
{
    local names
    mapfile -t names < <(listed_packages "$@")
    LC_ALL=C comm -23 <(printf '%s\n' "${names[@]}") <(installed_among "${names[@]}")
}

# dpkg-query fails when it does not know a name; what it does know is on its output all the same.
installed_among()
{
    { dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true; } |
        sed -n 's/^installed //p' | LC_ALL=C sort -u
}

as_root()
{
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

apt_install()
{
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
}

# Debian's server package makes and starts a cluster of its own. Holdfast keeps a private one, so while we install it
# that is switched off; the machine's setting is put back afterwards. A server that is there already is not touched.
apt_install_postgresql()
{
    local settings=/etc/postgresql-common/createcluster.conf status=0
    apt_install postgresql-common
    as_root cp -p "$settings" "$settings.before-holdfast"
    as_root sed -i 's/^#\{0,1\}create_main_cluster.*/create_main_cluster = false/' "$settings"
    apt_install "$@" || status=$?
    as_root mv "$settings.before-holdfast" "$settings"
    return "$status"
}

# ensure_packages LIST…: installs what the lists name and this machine lacks.
ensure_packages()
{
    local missing
    command -v dpkg-query >/dev/null ||
        { say "This is no Debian: install what ${*#"$project"/} name by its own means."; return; }
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    say "Installing ${missing[*]}"
    may_install || fail "Cannot install packages: not root, and there is no sudo.
Ask an administrator for: apt-get install ${missing[*]}"
    as_root apt-get update -o DPkg::Lock::Timeout=300 ||
        say "apt-get update failed (no network?); trying with what is known."
    local install=apt_install
    case " ${missing[*]} " in *" postgresql-15 "*) install=apt_install_postgresql ;; esac
    "$install" "${missing[@]}" || fail "apt-get could not install: ${missing[*]}
Look at its messages above; the machine needs its Debian mirror for this step, and only for this step."
}

# ensure_commands LIST COMMAND…: installs what the list names when one of the commands is missing. Where they come from
# elsewhere than Debian, Debian's packages would only stand in the way. Without them the machine still works: what needs
# them says so.
ensure_commands()
{
    local list=$1 command
    shift
    for command in "$@"; do
        command -v "$command" >/dev/null || { (ensure_packages "$list") || say "Going on without $*."; return; }
    done
}

may_install() { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null; }

# build DIRECTORY TARGET CMAKE-OPTION…: configures when the directory is new or an option changed, then builds.
build()
{
    local directory=$1 target=$2 wanted
    shift 2
    wanted="$*"
    if [ ! -f "$directory/build.ninja" ] || [ "$(cat "$directory/.configured-with" 2>/dev/null)" != "$wanted" ]; then
        say "Configuring $(basename "$directory")"
        configure_quietly "$directory" "$@"
        printf '%s\n' "$wanted" > "$directory/.configured-with"
    fi
    compile "$directory" "$target"
}

# compile DIRECTORY TARGET: silent when there is nothing to do; shows its progress to people only.
compile()
{
    local directory=$1 target=$2 progress=--quiet
    [ "$(ninja -C "$directory" -n "$target" 2>&1 | tail -n 1)" != "ninja: no work to do." ] || return 0
    [ ! -t 2 ] || progress=
    ninja -C "$directory" -j "$(build_jobs)" ${progress:+"$progress"} "$target" >&2 || fail "The build failed; see above."
}

configure_quietly()
{
    local directory=$1 output
    shift
    output=$(cmake -S "$project" -B "$directory" -G Ninja "$@" 2>&1) || fail "$output
CMake could not configure Holdfast; see above."
}

# One compiler takes up to a gigabyte on the largest of our files.
build_jobs()
{
    local processors gigabytes
    processors=$(nproc)
    gigabytes=$(awk '/^MemAvailable/ { print int($2 / 1048576) }' /proc/meminfo)
    [ "$gigabytes" -ge 1 ] || gigabytes=1
    printf '%s\n' $((processors < gigabytes ? processors : gigabytes))
}

# What ./services/up and ./tests/run both need: plain words, Debian's packages, and a build.
# Sourced by bash under `set -euo pipefail`, in the root of the checkout.
# shellcheck shell=bash disable=SC2034

# The package list: Debian 12's own names. libboost1.81-dev takes the place of Debian's 1.74 headers.
packages_build=(
  git ca-certificates cmake ninja-build g++ ccache mold pkg-config
  protobuf-compiler protobuf-compiler-grpc libprotobuf-dev libgrpc++-dev
  libboost1.81-dev libspdlog-dev libfmt-dev libsqlite3-dev libssl-dev libicu-dev
  libexpected-dev libcli11-dev libtomlplusplus-dev libcsv-dev
  libgtest-dev libgmock-dev libbenchmark-dev
)
packages_test=(python3 clang-format)
packages_lint=(clang-tidy)

# Node 18 or later builds the pages in clients/web. One that is on PATH is taken as it is; else Debian's own.
has_node() {
  local major
  command -v npm >/dev/null && major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null) && ((major >= 18))
}
has_node || packages_build+=(nodejs npm)
# The browser in which tests look at the pages.
command -v chromium >/dev/null || packages_test+=(chromium)

say() { printf '%s\n' "$*"; }

# fail WHAT MEND...: ends the script with what went wrong and how to mend it, one line each.
fail() {
  printf '\nFailed: %s\n' "$1" >&2
  shift
  [[ $# -eq 0 ]] || printf '  Mend: %s\n' "$@" >&2
  exit 1
}

# step WHAT COMMAND...: runs the command as a named stage and prints how long it took.
step() {
  local what=$1 begin=$SECONDS
  shift
  say "== $what"
  "$@"
  say "   done in $((SECONDS - begin)) s"
}

# follow LOG: copies lines from its input to LOG and shows that something moves: on a terminal one line
# that is rewritten, elsewhere a line every 15 seconds.
follow() {
  local log=$1 line width=78 shown=$SECONDS
  if [[ -t 1 ]] && command -v tput >/dev/null; then
    width=$(($(tput cols 2>/dev/null || echo 80) - 4))
  fi
  while IFS= read -r line || [[ -n $line ]]; do
    printf '%s\n' "$line" >>"$log"
    if [[ -t 1 ]]; then
      printf '\r\033[K   %s' "${line:0:width}"
    elif ((SECONDS - shown >= 15)); then
      printf '   %s\n' "${line:0:width}"
      shown=$SECONDS
    fi
  done
  [[ ! -t 1 ]] || printf '\r\033[K'
}

# logged LOG COMMAND...: runs the command with all its output added to LOG; answers its exit code.
logged() {
  local log=$1
  shift
  "$@" </dev/null 2>&1 | follow "$log"
}

# Prints those of the named packages that are not installed.
missing_packages() {
  local installed package
  installed=" $(dpkg-query -W -f '${Package}=${db:Status-Status} ' "$@" 2>/dev/null || true)"
  for package in "$@"; do
    [[ $installed == *" $package=installed "* ]] || printf '%s\n' "$package"
  done
}

# as_root COMMAND...: directly as root, else by sudo.
as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# Leaves unless packages can be installed by this user; asks for the sudo password before, not amid, the work.
require_root() {
  ((EUID != 0)) || return 0
  local mend="As root: apt-get update && apt-get install --no-install-recommends $*"
  command -v sudo >/dev/null ||
    fail "Packages are missing, and installing them needs root, but there is no sudo." "$mend"
  if [[ -t 0 ]]; then sudo true; else sudo -n true 2>/dev/null; fi ||
    fail "Packages are missing, and sudo did not let this user install them." "$mend" \
      "Or start this script in a terminal, where sudo can ask for your password."
}

# The likely cause of a failed apt-get, read from its log.
explain_apt() {
  local log=$1
  tail -n 15 "$log" >&2
  if grep -qE 'Could not resolve|Temporary failure|Could not connect|Network is unreachable|timed out' "$log"; then
    fail "The package registry could not be reached." \
      "Check the network (or apt's proxy setting), then start this again; what is here is kept."
  elif grep -q 'Unable to locate package' "$log"; then
    fail "This system's package lists do not have all that is needed." \
      "Use Debian 12 (bookworm) with its 'main' section switched on in apt's sources."
  elif grep -q 'dpkg was interrupted' "$log"; then
    fail "An earlier installation on this system was cut short." \
      "As root: dpkg --configure -a   (then start this again)"
  elif grep -qE 'Could not get lock|Unable to acquire the dpkg frontend lock' "$log"; then
    fail "Another program is installing packages and did not finish within two minutes." \
      "Wait for it, then start this again."
  elif grep -qE 'No space left|enough free space' "$log"; then
    fail "The disk is full." "Free about 3 GB, then start this again."
  fi
  fail "Packages could not be installed." "Read the lines above; the whole output is in $log."
}

# install PACKAGE...: installs those that are missing. Quick, offline and without root if none is.
install() {
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "   This is no Debian: nothing is installed. What the build finds missing, it names."
    return 0
  fi
  local missing replaced log=build/setup.log
  mapfile -t missing < <(missing_packages "$@")
  if [[ ${#missing[@]} -eq 0 ]]; then
    say "   all $# packages are there"
    return 0
  fi
  say "   missing: ${missing[*]}"
  require_root "${missing[@]}"
  local apt=(env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -o DPkg::Lock::Timeout=120)
  mkdir -p build
  rm -f "$log"
  # A source of the user's own that does not answer need not stop us: what counts is the installation.
  logged "$log" as_root "${apt[@]}" update ||
    say "   apt-get update did not go through; trying with the package lists that are here"
  replaced=$("${apt[@]}" install --simulate --no-install-recommends "${missing[@]}" 2>/dev/null |
    sed -n 's/^Remv \([^ ]*\).*/\1/p' | tr '\n' ' ' || true)
  [[ -z $replaced ]] || say "   these give way, because both cannot be installed: $replaced"
  logged "$log" as_root "${apt[@]}" install -y --no-install-recommends "${missing[@]}" ||
    explain_apt "$log"
  say "   installed ${#missing[@]} packages and what they need"
}

# Installs the pinned npm packages that build the pages (clients/package-lock.json). Quick and offline if they are there.
node_packages() {
  has_node || fail "Node 18 or later with npm is needed to build the pages, and is not on PATH." \
    "Install it (Debian: apt-get install nodejs npm), then start this again."
  local log=build/npm.log installed=clients/node_modules/.installed wanted lock
  mkdir -p build
  exec {lock}>build/npm.lock
  flock "$lock"
  wanted=$(cat clients/package-lock.json clients/package.json clients/*/package.json | sha256sum)
  if [[ -f $installed && $(<"$installed") == "$wanted" ]]; then
    say "   the packages of clients/package-lock.json are there"
    exec {lock}>&-
    return 0
  fi
  rm -f "$log"
  # No package's own script is run, and nothing but the packages is asked of the registry.
  logged "$log" npm --prefix clients ci --ignore-scripts --no-audit --no-fund --prefer-offline || {
    tail -n 15 "$log" >&2
    if grep -qE 'ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|network' "$log"; then
      fail "The npm registry could not be reached." \
        "Check the network (or npm's registry and proxy settings), then start this again."
    fi
    fail "The npm packages of clients/ could not be installed." "Read the lines above; whole output: $log"
  }
  printf '%s\n' "$wanted" >"$installed"
  exec {lock}>&-
  say "   installed the packages of clients/package-lock.json"
}

# How many compilers at once: one a core, but each may take 1.2 GB.
build_jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable:/ {print int($2 / 1200000)}' /proc/meminfo)
  ((memory >= 1)) || memory=1
  echo $((cores < memory ? cores : memory))
}

# build KIND TARGET...: configures build/KIND (release, asan or tsan) once and builds the targets in it.
build() {
  local kind=$1 folder=build/$1 sanitizer="" lock
  shift
  case $kind in
    asan) sanitizer=address ;;
    tsan) sanitizer=thread ;;
  esac
  mkdir -p "$folder"
  exec {lock}>"$folder/lock"
  if ! flock --nonblock "$lock"; then
    say "   waiting for another build in $folder"
    flock "$lock"
  fi
  if [[ -f $folder/CMakeCache.txt ]] &&
    ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" "$folder/CMakeCache.txt"; then
    fail "$folder was built in another place and then moved or copied here." \
      "rm -r $folder   (then start this again)"
  fi
  rm -f "$folder/configure.log" "$folder/build.log"
  if [[ ! -f $folder/build.ninja ]]; then
    logged "$folder/configure.log" cmake -S . -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE=Release \
      "-DQUORATE_SANITIZE=$sanitizer" || {
      tail -n 30 "$folder/configure.log" >&2
      fail "CMake could not configure $folder." \
        "Read the lines above; after mending, start this again. Whole output: $folder/configure.log"
    }
  fi
  logged "$folder/build.log" cmake --build "$folder" --parallel "$(build_jobs)" --target "$@" || {
    grep -A 40 -m 1 -E '^FAILED:|^ninja: error|^CMake Error' "$folder/build.log" >&2 ||
      tail -n 40 "$folder/build.log" >&2
    if grep -qE 'Killed|cannot allocate memory|internal compiler error: Killed' "$folder/build.log"; then
      fail "The compiler ran out of memory." "Free memory or add swap; what is built so far is kept."
    fi
    fail "The build in $folder did not succeed." \
      "Read the first error above; whole output: $folder/build.log"
  }
  exec {lock}>&-
}

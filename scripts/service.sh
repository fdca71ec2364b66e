#!/bin/sh
# Installs Pennant as a systemd service, or takes it away again. Running it twice changes nothing.
set -eu
umask 022

usage() {
  cat <<'END'
Usage: service.sh install   [--user] [--socket] [--host ADDRESS] [--port NUMBER] [--node FILE] [--root DIR] [--print]
       service.sh uninstall [--user] [--purge] [--root DIR] [--print]

  --user     for your own account instead of the whole machine; needs no root
  --socket   lets systemd hold the port (443, or --port), so that restarts turn nobody away
  --host     where to listen, such as 0.0.0.0; kept in pennant.env
  --port     the port to listen on; kept in pennant.env
  --node     the Node to run; the one on the PATH by default
  --purge    deletes the data as well: database, attachments, configuration
  --root     puts the files below DIR and starts nothing
  --print    says what would be done, and does nothing
END
}

say() { printf '%s\n' "$*"; }
fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

verb=${1:-}
[ $# -gt 0 ] && shift
scope=system socket=no purge=no print=no root='' host='' port='' node=''
while [ $# -gt 0 ]; do
  case $1 in
    --user) scope=user ;;
    --socket) socket=yes ;;
    --purge) purge=yes ;;
    --print) print=yes ;;
    --host | --port | --node | --root)
      [ $# -gt 1 ] || fail "$1 needs a value."
      case $1 in
        --host) host=$2 ;;
        --port) port=$2 ;;
        --node) node=$2 ;;
        --root) root=${2%/} ;;
      esac
      shift
      ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
  shift
done

program=$(cd "$(dirname "$0")/.." && pwd -P)
if [ $scope = user ]; then
  config=${XDG_CONFIG_HOME:-$HOME/.config}
  units=$root$config/systemd/user
  settings=$root$config/pennant/pennant.env
  command=$root$HOME/.local/bin/pennant
  unit=pennant-user.service
  systemctl='systemctl --user'
  journalctl='journalctl --user'
else
  units=$root/etc/systemd/system
  settings=$root/etc/pennant/pennant.env
  command=$root/usr/local/bin/pennant
  unit=pennant.service
  systemctl=systemctl
  journalctl=journalctl
fi

# Carries out what is harmless to repeat, or only says it.
run() {
  if [ $print = yes ]; then say "  would run: $*"; else "$@"; fi
}

# What speaks to the running system is left out below --root.
live() {
  if [ -n "$root" ]; then return 0; fi
  run "$@"
}

# Writes what comes in to a file, and says whether that changed it.
put() {
  content=$(cat; printf .)
  content=${content%.}
  if [ -f "$1" ] && [ "$(cat "$1"; printf .)" = "$content." ]; then
    say "  as it was: $1"
  elif [ $print = yes ]; then
    say "  would write: $1"
  else
    mkdir -p "$(dirname "$1")"
    printf '%s' "$content" >"$1"
    say "  wrote: $1"
  fi
  [ $print = yes ] || chmod "$2" "$1"
}

remove() {
  [ -e "$1" ] || [ -L "$1" ] || return 0
  run rm -rf "$1"
  [ $print = yes ] || say "  removed: $1"
}

# Where the data lies. systemd moved it for accounts in version 254.
home() {
  if [ $scope = system ]; then
    printf '%s' /var/lib/pennant
  elif [ "$(systemctl --version 2>/dev/null | sed -n '1s/^systemd \([0-9]*\).*/\1/p')" -ge 254 ] 2>/dev/null; then
    printf '%s' "${XDG_STATE_HOME:-$HOME/.local/state}/pennant"
  else
    printf '%s' "$config/pennant"
  fi
}

find_node() {
  [ -n "$node" ] || node=$(command -v node) || fail 'There is no node on the PATH. Name it: --node /usr/bin/node'
  [ -x "$node" ] || fail "$node cannot be run. Name another: --node /usr/bin/node"
  # A version manager's shim finds its Node by the shell's settings, which a service does not have.
  node=$("$node" -p 'process.execPath')
}

check_places() {
  case "$program$node" in
    *[!A-Za-z0-9/._+-]*) fail "The paths $program and $node must be of letters, digits and . _ + - / alone." ;;
  esac
  [ $scope = system ] || return 0
  for place in "$program" "$node"; do
    case $place in
      /home/* | /root/* | /run/user/* | /tmp/* | /var/tmp/*)
        [ -n "$root" ] || fail "$place is out of reach of a service of the machine. Move Pennant to /opt/pennant, use a Node in /usr, or install with --user."
        ;;
    esac
  done
}

check_port() {
  case $port in
    '') ;;
    *[!0-9]*) fail "--port: $port is not a number." ;;
    *) [ "$port" -ge 1 ] && [ "$port" -le 65535 ] || fail "--port: must be from 1 to 65535." ;;
  esac
  case $host in
    *[!A-Za-z0-9.:-]*) fail "--host: $host is not an address." ;;
  esac
}

check_system() {
  [ -z "$root" ] && [ $print = no ] || return 0
  command -v systemctl >/dev/null || fail 'systemd does not run here. Start Pennant with: npm start'
  [ $scope = user ] || [ "$(id -u)" = 0 ] || fail 'This needs root. Run it with sudo, or add --user.'
}

# As its owner, so that a later update finds nothing that belongs to root.
prepare() {
  if [ -n "$root" ]; then return 0; fi
  say 'Preparing the program (dependencies, build)'
  owner=$(stat -c %U "$program")
  as=''
  [ "$(id -u)" != 0 ] || [ "$owner" = root ] || as="runuser -u $owner --"
  # shellcheck disable=SC2086
  run $as env "PATH=$(dirname "$node"):$PATH" "$node" "$program/scripts/pennant.mjs" --version
}

render() {
  sed -e "s#/usr/bin/node#$node#g" -e "s#/opt/pennant#$program#g" "$program/systemd/$1"
}

# An account may be refused namespaces, and a unit that asks for them would not start.
without_namespace() {
  if [ $scope = user ] && [ -z "$root" ] && ! unshare --user --map-root-user true 2>/dev/null; then
    sed '/^# <namespace>$/,/^# <\/namespace>$/d'
  else
    cat
  fi
}

# Sets NAME=VALUE in what comes in: in place where it stands, else at the end.
with_setting() {
  if [ -z "$2" ]; then
    cat
  else
    awk -v name="$1" -v value="$2" '
      index($0, name "=") == 1 { $0 = name "=" value; found = 1 }
      { print }
      END { if (!found) print name "=" value }'
  fi
}

write_command() {
  say 'Command'
  prefix='runuser -u pennant -- '
  [ $scope = system ] || prefix=''
  put "$command" 0755 <<END
#!/bin/sh
# Pennant's command over the data of its service.
exec ${prefix}env PENNANT_HOME=$(home) $node $program/scripts/pennant.mjs "\$@"
END
}

# The flag's group and rule belong to the machine, so an account can only ask for them.
write_system_files() {
  if [ $scope = user ]; then
    say 'For a Luxafor Flag, once and as root:'
    say "  cp $program/systemd/pennant.sysusers.conf /etc/sysusers.d/pennant.conf && systemd-sysusers"
    say "  cp $program/systemd/70-pennant-luxafor.rules /etc/udev/rules.d/ && udevadm control --reload && udevadm trigger"
    return 0
  fi
  say 'User and groups'
  render pennant.sysusers.conf | put "$root/etc/sysusers.d/pennant.conf" 0644
  live systemd-sysusers /etc/sysusers.d/pennant.conf
  say 'Rule for the flag'
  render 70-pennant-luxafor.rules | put "$root/etc/udev/rules.d/70-pennant-luxafor.rules" 0644
  if command -v udevadm >/dev/null; then
    live udevadm control --reload || true
    live udevadm trigger --subsystem-match=hidraw || true
  fi
}

write_units() {
  say 'Units'
  render $unit | without_namespace | put "$units/pennant.service" 0644
  if [ $socket = yes ]; then
    render pennant.socket | sed "s/^ListenStream=443$/ListenStream=${port:-443}/" | put "$units/pennant.socket" 0644
  else
    live_socket_off
  fi
}

live_socket_off() {
  [ -e "$units/pennant.socket" ] || return 0
  live $systemctl disable --now pennant.socket
  remove "$units/pennant.socket"
}

write_settings() {
  say 'Settings'
  from=$program/systemd/pennant.env.example
  [ ! -e "$settings" ] || from=$settings
  kept_port=$port
  [ $socket = no ] || kept_port=''
  with_setting PENNANT_HOST "$host" <"$from" | with_setting PENNANT_PORT "$kept_port" | put "$settings" 0640
}

start() {
  if [ -n "$root" ]; then return 0; fi
  say 'Starting (waits until Pennant answers)'
  run $systemctl daemon-reload
  run $systemctl enable --quiet pennant.service
  if [ $socket = yes ]; then
    run $systemctl stop pennant.service
    run $systemctl enable --quiet --now pennant.socket
  fi
  if run $systemctl restart pennant.service; then return 0; fi
  say 'It did not start. It said:' >&2
  $journalctl -u pennant -n 20 -o cat >&2
  fail "Mend that, then: $systemctl restart pennant"
}

tell() {
  [ -z "$root" ] && [ $print = no ] || return 0
  say "Pennant runs. $($systemctl show -p StatusText --value pennant.service)"
  say "Its data is in $(home), its log in: $journalctl -u pennant"
  if [ ! -e "$(home)/config/config.json" ]; then
    say 'Choose what it is for on its first page, or without a browser:'
    say '  pennant setup --preset team --admin-email you@example.com --admin-password-file - <password.txt'
    say "  $systemctl restart pennant"
    say 'The code that the first page may ask for is in the log.'
  fi
  [ $scope = system ] || say 'To run it while you are signed out: loginctl enable-linger'
}

install() {
  find_node
  check_places
  check_port
  check_system
  prepare
  write_system_files
  write_settings
  write_units
  write_command
  start
  tell
}

uninstall() {
  check_system
  say 'Stopping'
  for name in pennant.socket pennant.service; do
    [ ! -e "$units/$name" ] || live $systemctl disable --now "$name"
  done
  say 'Files'
  remove "$units/pennant.service"
  remove "$units/pennant.socket"
  remove "$command"
  if [ $scope = system ]; then
    remove "$root/etc/sysusers.d/pennant.conf"
    remove "$root/etc/udev/rules.d/70-pennant-luxafor.rules"
  fi
  live $systemctl daemon-reload
  if [ $purge = yes ]; then
    say 'Data'
    remove "$root$(home)"
    remove "$settings"
    rmdir "$(dirname "$settings")" 2>/dev/null || true
  else
    say "Kept: $root$(home) and $settings. Add --purge to delete them as well."
  fi
}

case $verb in
  install) install ;;
  uninstall) uninstall ;;
  --help | -h | help) usage ;;
  *)
    usage >&2
    exit 2
    ;;
esac

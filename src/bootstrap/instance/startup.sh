#!/bin/bash
# Sets up a control-plane replica, at every boot. The same text for every replica of every cluster: whatever is
# particular to one is in its metadata. Killed or rebooted at any point, the next run goes on.
set -euo pipefail
export PATH="${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/sbin"

# Settings that only other clouds than GCE need.
if [ -f /etc/default/quorate ]; then
  set -a
  # shellcheck disable=SC1091
  . /etc/default/quorate
  set +a
fi

readonly program=/var/lib/quorate/program
readonly metadata="${QUORATE_METADATA_URL:-http://metadata.google.internal/computeMetadata/v1}"

say() {
  printf 'quorate: %s\n' "$*"
}

# install_file PATH MODE: writes what it reads, in one move, so that no half-written file is ever used.
install_file() {
  mkdir -p "$(dirname "$1")"
  cat > "$1.new"
  chmod "$2" "$1.new"
  mv "$1.new" "$1"
}

# instance_attribute KEY: the metadata value, once the metadata server answers.
instance_attribute() {
  local value
  until value="$(curl --silent --fail --max-time 10 --header 'Metadata-Flavor: Google' \
    "$metadata/instance/attributes/$1")"; do
    sleep 1
  done
  printf '%s' "$value"
}

# @files@

# @packages@

main() {
  say "starting"
  # Python takes a package before a module of its name: what another version has left would hide what is written now.
  rm -rf "$program/quorate"
  install_files
  local version
  version="$(instance_attribute quorate-kubernetes-version)"
  # Reports begin before the replica is set up, so that nobody waits in the dark.
  systemctl daemon-reload
  systemctl enable quorate-agent.service
  systemctl restart quorate-agent.service
  if [ "$(kubeadm version --output short 2>/dev/null || true)" != "v$version" ]; then
    install_packages "$version"
  fi
  cd "$program"
  python3 -m quorate boot
}

main "$@"

# What a replica needs of packages, where its image does not have them. Keys of the repositories are known by their
# fingerprints; versions of Kubernetes are exact and held.
readonly kubernetes_key=DE15B14486CD377B9E876E1A234654DA9A296436
readonly docker_key=9DC858229FC7DD38854AE2D88D81803C0EBFCD88

# add_repository NAME KEY_URL FINGERPRINT SOURCE: fails unless the key is the one that is known.
add_repository() {
  local keyring="/etc/apt/keyrings/$1.gpg" download found
  download="$(mktemp)"
  curl --silent --show-error --fail --location --retry 5 --output "$download" "$2"
  found="$(gpg --batch --show-keys --with-colons "$download" | awk -F: '$1 == "fpr" { print $10; exit }')"
  if [ "$found" != "$3" ]; then
    say "stopped: the key at $2 is $found, not $3"
    return 1
  fi
  mkdir -p /etc/apt/keyrings
  gpg --batch --yes --dearmor --output "$keyring" "$download"
  chmod 0644 "$keyring"
  rm -f "$download"
  echo "deb [signed-by=$keyring] $4" > "/etc/apt/sources.list.d/$1.list"
}

# Retries, because at boot other programs may hold the lock, and mirrors may be busy.
apt_get() {
  local attempt
  for attempt in 1 2 3 4 5; do
    if DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@"; then return 0; fi
    sleep $((attempt * 5))
  done
  return 1
}

# install_packages VERSION: containerd, kubelet, kubeadm and kubectl of exactly that version of Kubernetes.
install_packages() {
  local version="$1" minor distribution codename
  minor="v$(cut -d. -f1-2 <<< "$version")"
  # shellcheck disable=SC1091
  distribution="$(. /etc/os-release && echo "$ID")"
  # shellcheck disable=SC1091
  codename="$(. /etc/os-release && echo "$VERSION_CODENAME")"
  say "installing Kubernetes $version"
  apt_get update
  apt_get install ca-certificates curl gpg nftables
  # containerd of the distribution may be older than the kubelet asks for.
  add_repository docker "https://download.docker.com/linux/$distribution/gpg" "$docker_key" \
    "https://download.docker.com/linux/$distribution $codename stable"
  add_repository kubernetes "https://pkgs.k8s.io/core:/stable:/$minor/deb/Release.key" "$kubernetes_key" \
    "https://pkgs.k8s.io/core:/stable:/$minor/deb/ /"
  apt_get update
  apt_get install --allow-change-held-packages containerd.io \
    "kubelet=$version-*" "kubeadm=$version-*" "kubectl=$version-*"
  apt-mark hold containerd.io kubelet kubeadm kubectl
  printf 'overlay\nbr_netfilter\n' > /etc/modules-load.d/quorate.conf
  modprobe overlay
  modprobe br_netfilter
  printf '%s\n' 'net.ipv4.ip_forward = 1' 'net.bridge.bridge-nf-call-iptables = 1' \
    'net.bridge.bridge-nf-call-ip6tables = 1' > /etc/sysctl.d/90-quorate.conf
  sysctl --quiet --system
  containerd config default | sed 's/SystemdCgroup = false/SystemdCgroup = true/' > /etc/containerd/config.toml
  systemctl enable containerd.service
  systemctl restart containerd.service
}

#!/bin/bash
# Makes a root of its own for an instance of the local cloud, and becomes its first process (init.py).
#
# Runs as process 1 of new mount, UTS, IPC and PID namespaces, in the instance's network namespace.
#   boot.sh DISK SHARED LAB KUBERNETES HOSTNAME [DEVICE=/dev/loopN ...]
# DISK is the folder that is the boot disk. SHARED holds what the local cloud shares with the instance. LAB is the folder
# above this one. KUBERNETES holds the programs of Kubernetes and etcd.
set -euo pipefail
shopt -s nullglob

disk=$1 shared=$2 lab=$3 kubernetes=$4 host=$5
shift 5
root=$disk/root

mount --make-rprivate /
hostname "$host"
mkdir -p "$root" "$disk"/{etc,usr}/{upper,work} "$disk"/{units,kubernetes}
mount --bind "$root" "$root"
cd "$root"
mkdir -p etc usr dev proc sys run tmp root home srv mnt opt/quorate-lab/{lab,kubernetes} \
  var/{cache,lib,local,log,spool,tmp}
chmod 700 root
chmod 1777 var/tmp
ln -sfn /run var/run
for name in bin sbin lib lib32 lib64 libx32; do
  if [ -L "/$name" ]; then
    ln -sfn "$(readlink "/$name")" "$name"
  elif [ -d "/$name" ]; then
    mkdir -p "$name"
    mount --bind -o ro "/$name" "$name"
  fi
done

# This machine's programs and settings stand for the image; what the instance writes is its own.
for name in etc usr; do
  mount -t overlay overlay -o "lowerdir=/$name,upperdir=$disk/$name/upper,workdir=$disk/$name/work" "$name"
done
mkdir -p etc/systemd/system etc/kubernetes
mount --bind "$disk/units" etc/systemd/system
mount --bind "$disk/kubernetes" etc/kubernetes

mount -t proc proc proc
mount --bind proc/sys proc/sys
mount --bind proc/sys/net proc/sys/net
mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o mode=1777 tmpfs tmp
mount -t tmpfs -o mode=755 tmpfs run
mkdir -p run/lab run/lock
mount --bind "$shared" run/lab
mount --bind -o ro "$lab" opt/quorate-lab/lab
mount --bind -o ro "$kubernetes" opt/quorate-lab/kubernetes

mount -t tmpfs -o mode=755 tmpfs dev
mkdir -p dev/pts dev/shm dev/disk/by-id
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
for device in null:3 zero:5 full:7 random:8 urandom:9; do
  mknod -m 666 "dev/${device%:*}" c 1 "${device#*:}"
done
mknod -m 666 dev/tty c 5 0
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr
for entry in "$@"; do
  loop=${entry#*=}
  mknod -m 660 "dev/${loop##*/}" b 7 "${loop#/dev/loop}"
  ln -s "../../${loop##*/}" "dev/disk/by-id/google-${entry%%=*}"
done

for program in "$kubernetes"/*; do
  ln -sfn "/opt/quorate-lab/kubernetes/${program##*/}" "usr/bin/${program##*/}"
done
ln -sfn /opt/quorate-lab/lab/instance/systemctl usr/bin/systemctl
ln -sfn /opt/quorate-lab/lab/kubelet/kubelet usr/bin/kubelet
# Modules and swap are the machine's, not the instance's.
ln -sfn true usr/bin/quorate-lab-nothing
for program in modprobe swapoff; do ln -sfn ../bin/quorate-lab-nothing "usr/sbin/$program"; done

echo "$host" >etc/hostname
rm -f etc/resolv.conf
cp run/lab/resolv.conf etc/resolv.conf
mkdir -p etc/default
cp run/lab/environment etc/default/quorate
# As GCE's guest agent does, but once: the instance may add to it.
if [ ! -e "$disk/booted" ]; then
  cp run/lab/own-hosts etc/hosts
  mkdir -p "$disk/units/multi-user.target.wants"
  ln -sfn /opt/quorate-lab/lab/units/kubelet.service "$disk/units/multi-user.target.wants/kubelet.service"
  touch "$disk/booted"
fi

mkdir -p .old
pivot_root . .old
umount -l /.old
rmdir /.old
cd /
exec env -i HOME=/root LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  setpriv --bounding-set=-sys_module,-sys_time,-sys_boot,-sys_rawio --inh-caps=-sys_module,-sys_time,-sys_boot,-sys_rawio \
  /usr/bin/python3 -u /opt/quorate-lab/lab/instance/init.py

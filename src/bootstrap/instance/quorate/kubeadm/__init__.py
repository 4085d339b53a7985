"""What kubeadm does: its configuration and commands, beginning and joining a cluster, keys and their renewal."""

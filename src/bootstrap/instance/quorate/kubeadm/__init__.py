"""What kubeadm does on a replica: its configuration and commands, beginning and joining a cluster, keys and their renewal."""

"""etcd on an instance: its data disk and whose that is, its client, its membership and who may change it."""

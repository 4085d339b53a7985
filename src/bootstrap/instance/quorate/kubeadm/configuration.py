"""What kubeadm is configured with. JSON throughout, which is YAML too."""

from quorate.etcd.disk import DATA
from quorate.kubeadm.keys import ENCRYPTION

API_VERSION = "kubeadm.k8s.io/v1beta4"
ADMIN = "/etc/kubernetes/admin.conf"
_POLICIES = "/etc/kubernetes/quorate"
_AUDIT = "/var/log/kubernetes/audit"
# kubeadm 1.36 would run 3.6.8, which lacks a fix of stale reads (3.6.9) and one of a TLS denial of service (3.6.14).
_ETCD = {"imageRepository": "gcr.io/etcd-development", "imageTag": "v3.6.16"}
# Newcomers wait in line for etcd, which takes one learner at a time; large data takes long to copy.
_TIMEOUTS = {
    "controlPlaneComponentHealthCheck": "10m0s",
    "kubeletHealthCheck": "5m0s",
    "kubernetesAPICall": "5m0s",
    "etcdAPICall": "15m0s",
    "tlsBootstrap": "15m0s",
    "discovery": "5m0s",
}


def init_documents(settings, etcd_token, endpoint):
    """The documents that `kubeadm init` reads. `endpoint` is the address that admin.conf will name."""
    return [
        {
            "apiVersion": API_VERSION,
            "kind": "InitConfiguration",
            # Replicas join without a token; this one, which kubeadm insists on making, ends soon.
            "bootstrapTokens": [{"ttl": "10m0s"}],
            "localAPIEndpoint": _local_endpoint(settings),
            "nodeRegistration": _registration(settings),
            "timeouts": _TIMEOUTS,
        },
        cluster_configuration(settings, etcd_token, endpoint),
        {
            "apiVersion": "kubelet.config.k8s.io/v1beta1",
            "kind": "KubeletConfiguration",
            "cgroupDriver": "systemd",
            "shutdownGracePeriod": "60s",
            "shutdownGracePeriodCriticalPods": "45s",
        },
    ]


def join_documents(settings):
    """The documents that `kubeadm join` reads: it goes by the server and the rights that admin.conf names."""
    return [
        {
            "apiVersion": API_VERSION,
            "kind": "JoinConfiguration",
            "discovery": {"file": {"kubeConfigPath": ADMIN}},
            "controlPlane": {"localAPIEndpoint": _local_endpoint(settings)},
            "nodeRegistration": _registration(settings),
            "timeouts": _TIMEOUTS,
        }
    ]


def cluster_configuration(settings, etcd_token, endpoint):
    """The settings of the whole cluster, which kubeadm keeps in it and later replicas read there (A8, B5)."""
    api_server = {
        "audit-log-maxage": "30",
        "audit-log-maxbackup": "10",
        "audit-log-maxsize": "100",
        "audit-log-path": f"{_AUDIT}/audit.log",
        "audit-policy-file": f"{_POLICIES}/audit-policy.yaml",
        "authentication-config": f"{_POLICIES}/authentication.yaml",
        "encryption-provider-config": ENCRYPTION,
        # Clients that stay connected for ever would never come back to a replica that was away.
        "goaway-chance": "0.001",
        "profiling": "false",
        # The load balancer must have seen /readyz fail before connections are refused.
        "shutdown-delay-duration": "20s",
    }
    return {
        "apiVersion": API_VERSION,
        "kind": "ClusterConfiguration",
        "clusterName": settings.cluster,
        "kubernetesVersion": f"v{settings.kubernetes_version}",
        "controlPlaneEndpoint": f"{endpoint}:{settings.port}",
        "networking": {"podSubnet": settings.pod_cidr, "serviceSubnet": settings.service_cidr},
        "apiServer": {
            "certSANs": [settings.endpoint, "127.0.0.1", "localhost"],
            "extraArgs": _arguments(api_server),
            "extraVolumes": [
                {"name": "quorate-policies", "hostPath": _POLICIES, "mountPath": _POLICIES, "readOnly": True},
                {"name": "quorate-audit", "hostPath": _AUDIT, "mountPath": _AUDIT, "pathType": "DirectoryOrCreate"},
            ],
        },
        "controllerManager": {"extraArgs": _arguments({"profiling": "false"})},
        "scheduler": {"extraArgs": _arguments({"profiling": "false"})},
        "etcd": {
            "local": {
                "dataDir": DATA,
                **_ETCD,
                "extraArgs": _arguments(
                    {
                        # Cluster and member IDs derive from it: without it they are the same in every cluster.
                        "initial-cluster-token": etcd_token,
                        "quota-backend-bytes": str(8 * 1024**3),
                    }
                ),
            }
        },
    }


def _arguments(values):
    return [{"name": name, "value": value} for name, value in sorted(values.items())]


def _local_endpoint(settings):
    return {"advertiseAddress": settings.ip, "bindPort": settings.port}


def _registration(settings):
    return {"name": settings.name, "criSocket": "unix:///run/containerd/containerd.sock"}

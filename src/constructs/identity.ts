import { gceName, logicalId, type Secret, secrets } from "../topology/names.ts";
import type { Topology } from "../topology/topology.ts";
import {
  Construct,
  ProjectIamMember,
  SecretManagerSecret,
  SecretManagerSecretIamMember,
  ServiceAccount,
} from "./cdktf/cdktf.ts";
import { identify } from "./cdktf/identify.ts";

/**
 * Who the replicas are and what they may do: one service account, its logs and metrics, and the cluster's secrets. The
 * secrets are containers here; the first replica writes their contents, which Terraform never sees.
 */
export class Identity extends Construct {
  readonly serviceAccount: ServiceAccount;
  /** What has to exist before an instance boots: its rights. */
  readonly dependencies: (ProjectIamMember | SecretManagerSecretIamMember)[];
  /** The right to write the secrets, which only a cluster that is being created has. */
  readonly writers: SecretManagerSecretIamMember[];

  constructor(scope: Construct, { settings, secretsWritable }: Topology) {
    super(scope, "identity");
    const { name, project } = settings;
    this.serviceAccount = identify(
      logicalId.serviceAccount,
      new ServiceAccount(this, "service-account", {
        accountId: gceName.serviceAccount(name),
        displayName: `Control-plane replicas of cluster ${name}`,
      }),
    );
    const member = `serviceAccount:${this.serviceAccount.email}`;
    const role = (id: string, role: string) => identify(id, new ProjectIamMember(this, id, { project, role, member }));
    const containers = secrets.map((secret) => [secret, this.#secret(name, secret)] as const);
    const grant = (id: string, secretId: string, role: string) =>
      identify(id, new SecretManagerSecretIamMember(this, id, { secretId, role, member }));
    this.writers = secretsWritable
      ? containers.map(([secret, { id }]) =>
          grant(logicalId.secretWriter(secret), id, "roles/secretmanager.secretVersionAdder"),
        )
      : [];
    this.dependencies = [
      role(logicalId.logWriter, "roles/logging.logWriter"),
      role(logicalId.metricWriter, "roles/monitoring.metricWriter"),
      ...containers.map(([secret, { id }]) =>
        grant(logicalId.secretReader(secret), id, "roles/secretmanager.secretAccessor"),
      ),
      ...this.writers,
    ];
  }

  #secret(cluster: string, secret: Secret): SecretManagerSecret {
    return identify(
      logicalId.secret(secret),
      new SecretManagerSecret(this, `secret-${secret}`, {
        secretId: gceName.secret(cluster, secret),
        replication: { auto: {} },
        labels: { "quorate-cluster": cluster },
      }),
    );
  }
}

import { existsSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { zoneB } from "../../kit/local-cloud/client.ts";
import {
  attachedFiles,
  canMakeNamespaces,
  NamespaceCloud,
  namespacesOf,
  until,
} from "../../kit/local-cloud/namespace-cloud.ts";

const patience = 120_000;
const metadata = "curl --silent --header Metadata-Flavor:Google http://metadata.google.internal/computeMetadata/v1";
const email = "replica@acme.iam.gserviceaccount.com";

// D10: control planes that run on this machine. Without root there is nothing to try.
(canMakeNamespaces ? describe : describe.skip)("D10: an instance in namespaces", () => {
  let cloud: NamespaceCloud;

  beforeAll(async () => {
    cloud = await NamespaceCloud.open();
  }, 600_000);
  afterAll(() => cloud.close(), patience);

  test(
    "boots its startup script, knows who it is, and says everything on its serial console",
    async () => {
      await cloud.instance(
        "alone",
        `#!/bin/bash
hostname; ${metadata}/instance/name; echo; ${metadata}/project/project-id; echo
ip -brief address show eth0; getent hosts alone.europe-west1-b.c.acme.internal || echo unknown
getent hosts other.europe-west1-b.c.acme.internal || echo other is unknown
curl --silent --output /dev/null --write-out 'without the header %{http_code}\\n' http://metadata.google.internal/computeMetadata/v1/
curl --silent --max-time 2 http://203.0.113.254/ || echo no way out
ls /home /root; echo to stderr >&2; exit 3
`,
      );
      const said = await cloud.said("alone", "exit status");
      const ip = await cloud.internalIp("alone");
      for (const line of ["alone", "acme", "other is unknown", "without the header 403", "no way out", "to stderr"])
        expect(said.split("\n")).toContain(line);
      expect(said).toContain(`${ip}/32`);
      expect(said).toMatch(new RegExp(`${ip} +alone.europe-west1-b.c.acme.internal`));
      expect(said).toContain("startup-script exit status 3");
    },
    patience,
  );

  test(
    "has names from the first moment on, also where it is created while what an earlier cloud has left is swept away",
    async () => {
      const late = await NamespaceCloud.open(20);
      try {
        await late.instance(
          "early",
          "#!/bin/bash\ngetent hosts secretmanager.googleapis.internal || echo unknown\nexit 3\n",
        );
        expect(await late.said("early", "exit status")).toContain("169.254.169.254");
      } finally {
        await late.close();
      }
    },
    patience,
  );

  test(
    "waits for changes of its metadata, and writes guest attributes",
    async () => {
      await cloud.instance(
        "waiting",
        `#!/bin/bash
read -r _ etag < <(${metadata}/instance/attributes/told --dump-header - --output /dev/null | tr -d '\\r' | grep -i ^etag)
echo ready
value=$(${metadata}'/instance/attributes/told?wait_for_change=true&timeout_sec=60&last_etag='$etag)
${metadata}/instance/guest-attributes/quorate/status --request PUT --data "got $value"
echo done
`,
        { metadata: { told: "old" } },
      );
      await cloud.said("waiting", "ready");
      const { metadata: current } = (await cloud.get(`${zoneB}/instances/waiting`)).body;
      const items = current.items.map((item: { key: string }) =>
        item.key === "told" ? { key: "told", value: "new" } : item,
      );
      await cloud.create(`${zoneB}/instances/waiting/setMetadata`, { fingerprint: current.fingerprint, items });
      await cloud.said("waiting", "done");
      const { body } = await cloud.get(`${zoneB}/instances/waiting/getGuestAttributes?queryPath=quorate/`);
      expect(body.queryValue.items).toEqual([{ namespace: "quorate", key: "status", value: "got new" }]);
    },
    patience,
  );

  test(
    "C1: has the rights of its service account at Secret Manager, and no others",
    async () => {
      await cloud.post("/v1/projects/acme/serviceAccounts", { accountId: "replica" });
      for (const [secret, role] of [
        ["open", "secretAccessor"],
        ["closed", "viewer"],
      ]) {
        await cloud.create(`/v1/projects/acme/secrets?secretId=${secret}`, { replication: { automatic: {} } });
        const data = Buffer.from(`the ${secret} secret`).toString("base64");
        await cloud.create(`/v1/projects/acme/secrets/${secret}:addVersion`, { payload: { data } });
        const bindings = [{ role: `roles/secretmanager.${role}`, members: [`serviceAccount:${email}`] }];
        await cloud.create(`/v1/projects/acme/secrets/${secret}:setIamPolicy`, { policy: { bindings } });
      }
      await cloud.instance(
        "secretive",
        `#!/bin/bash
. /etc/default/quorate
token=$(${metadata}/instance/service-accounts/default/token | jq --raw-output .access_token)
call() { curl --silent --header "Authorization: Bearer $2" $QUORATE_SECRETMANAGER_URL/v1/projects/acme/secrets/$1; }
call open/versions/latest:access $token | jq --raw-output .payload.data | base64 --decode; echo
call closed/versions/latest:access $token | jq .error.code
call open/versions/latest:access local | jq .error.code
call open:addVersion $token --data '{}' | jq .error.code
echo done
`,
        { serviceAccount: email },
      );
      const said = await cloud.said("secretive", "done");
      expect(said).toMatch(/the open secret\n403\n401\n/);
    },
    patience,
  );

  test(
    "keeps both of its disks over a stop and a start; a data disk that is deleted is gone",
    async () => {
      await cloud.create(`${zoneB}/disks`, { name: "kept", sizeGb: 3 });
      const script = `#!/bin/bash
device=/dev/disk/by-id/google-data
blkid $device || mkfs.ext4 -q $device
mkdir -p /mnt/data && mount $device /mnt/data && echo line >>/mnt/data/lines && echo line >>/var/lib/lines
systemctl is-active marker || { printf '[Service]\\nExecStart=/bin/sleep 1000\\nRestart=always\\n' >/etc/systemd/system/marker.service
systemctl daemon-reload && systemctl enable --now marker && systemctl is-active marker; }
echo "data $(wc -l </mnt/data/lines), boot $(wc -l </var/lib/lines), $(blockdev --getsize64 $device) bytes"
`;
      await cloud.instance("lasting", script, { disk: "kept" });
      expect(await cloud.said("lasting", "bytes")).toContain(`data 1, boot 1, ${3 * 1024 ** 3} bytes`);
      await cloud.create(`${zoneB}/instances/lasting/stop`, {});
      await cloud.create(`${zoneB}/instances/lasting/start`, {});
      const again = await cloud.said("lasting", "data 2");
      expect(again).toContain("data 2, boot 2");
      expect(again).toMatch(/^active$/m);

      await cloud.delete(`${zoneB}/instances/lasting`);
      await cloud.delete(`${zoneB}/disks/kept`);
      await until("the disk's file and device are gone", async () =>
        readdirSync(cloud.place.disks).length === 0 && !(await attachedFiles()).includes(cloud.directory) ? true : null,
      );
    },
    patience,
  );

  test(
    "when its processes are killed it is silent until it is started again",
    async () => {
      await cloud.instance("mortal", "#!/bin/bash\necho alive\n");
      await cloud.said("mortal", "alive");
      const namespace = (await namespacesOf(cloud.place)).find((name) => name.includes("mortal"));
      cloud.cloud.kill("mortal");
      await until("its namespace is gone", async () =>
        (await namespacesOf(cloud.place)).includes(namespace ?? "") ? null : true,
      );
      expect((await cloud.get(`${zoneB}/instances/mortal`)).body.status).toBe("RUNNING");
      await cloud.create(`${zoneB}/instances/mortal/stop`, {});
      await cloud.create(`${zoneB}/instances/mortal/start`, {});
      await until("its namespace is back", async () =>
        (await namespacesOf(cloud.place)).includes(namespace ?? "") ? true : null,
      );
    },
    patience,
  );

  test(
    "a reset leaves nothing: no namespace of an instance, no disk, no device",
    async () => {
      await cloud.cloud.reset();
      expect((await namespacesOf(cloud.place)).filter((name) => !/-(?:router|balancer|client)$/.test(name))).toEqual(
        [],
      );
      expect(existsSync(cloud.place.machines) && readdirSync(cloud.place.machines)).toBe(false);
      expect(await attachedFiles()).not.toContain(cloud.directory);
    },
    patience,
  );
});

import { describe, expect, test } from "@jest/globals";
import { classify } from "../../src/terraform/classify.ts";
import type { TerraformDiagnostic } from "../../src/terraform/terraform-error.ts";
import { parseTextDiagnostics } from "../../src/terraform/text-diagnostics.ts";

function error(summary: string, detail = "", address: string | null = null): TerraformDiagnostic {
  return { severity: "error", summary, detail, address };
}

function failed(diagnostics: TerraformDiagnostic[], how: { aborted?: boolean; signal?: string } = {}) {
  const { aborted = false, signal = null } = how;
  return classify({ command: "terraform apply", diagnostics, status: signal === null ? 1 : null, signal, aborted });
}

// Recorded from Terraform 1.11.4 with its gcs and local backends and provider 5.39.0.
const gcsLock = error(
  "Error acquiring the state lock",
  'Error message: writing "gs://B/quorate/p/c/default.tflock" failed: googleapi: Error 412: At least one of the pre-conditions you specified did not hold.\nMore details:\nReason: conditionNotMet, Message: x\n\nLock Info:\n  ID:        1004\n  Path:      gs://B/quorate/p/c/default.tflock\n  Operation: OperationTypeApply\n  Who:       deploy@runner\n  Version:   1.11.4\n  Created:   2026-11-21 11:36:55.1978984 +0000 UTC\n  Info:      \n\n\nTerraform acquires a state lock to protect the state from being written\nby multiple users at the same time.',
);
const lockDenied = error(
  "Error acquiring the state lock",
  'Error message: writing "gs://B/q/default.tflock" failed: googleapi: Error 403: sa@x does not have storage.objects.create access\nMore details:\nReason: forbidden, Message: x\n\nstorage: object doesn\'t exist\n\nTerraform acquires a state lock to protect the state from being written\nby multiple users at the same time.',
);
const saved = error(
  "Failed to save state",
  "Error saving state: Failed to upload state to gs://B/q/default.tfstate: googleapi: Error 403: sa@x does not have storage.objects.create access, forbidden",
);
const unlock = error(
  "Error releasing the state lock",
  "Error message: storage: object doesn't exist\nstorage: object doesn't exist\n\nTerraform acquires a lock when accessing your state.",
);
const exists = error(
  "Error creating Address: googleapi: Error 409: The resource 'projects/p/regions/europe-west1/addresses/exists' already exists, alreadyExists",
  "",
  "google_compute_address.a",
);
const existsLater = error(
  "Error waiting to create Address: The resource 'projects/p/regions/europe-west1/addresses/op' already exists\n",
  "",
  "google_compute_address.d",
);
const forbidden = error(
  "Error creating Address: googleapi: Error 403: Required 'compute.addresses.create' permission for 'projects/p/regions/europe-west1/addresses/denied'\nMore details:\nReason: forbidden, Message: Required 'compute.addresses.create' permission\n",
);
const halted = error("execution halted");
const other = error(
  "local-exec provisioner error",
  "Error running command 'sleep 20': signal: killed. Output: ",
  "terraform_data.slow",
);

test.each<[string, TerraformDiagnostic[]]>([
  ["lock-held", [gcsLock]],
  ["credentials", [lockDenied]],
  ["state-unsaved", [saved, error("Failed to persist state to backend", "…")]],
  ["state-unsaved", [exists, saved]],
  ["lock-lost", [unlock]],
  ["already-exists", [exists]],
  ["already-exists", [other, existsLater]],
  ["permission", [forbidden]],
  [
    "credentials",
    [error("Error creating Address: googleapi: Error 401: Request had invalid authentication credentials.")],
  ],
  [
    "credentials",
    [
      error(
        "Attempted to load application default credentials since neither `credentials` nor `access_token` was set in the provider block.  No credentials loaded.",
        "google: could not find default credentials.",
        'provider["registry.terraform.io/hashicorp/google"]',
      ),
    ],
  ],
  [
    "credentials",
    [
      error(
        "error loading state: Failed to open state file at gs://B/q/default.tfstate: googleapi: got HTTP response code 401 with body: …",
      ),
    ],
  ],
  [
    "quota",
    [
      error(
        "Error creating instance: googleapi: Error 403: Quota 'CPUS' exceeded.  Limit: 24.0 in region europe-west1., quotaExceeded",
      ),
    ],
  ],
  [
    "stock-out",
    [
      error(
        "Error waiting for instance to create: The zone 'projects/p/zones/europe-west1-c' does not have enough resources available to fulfill the request.  Try a different zone, or try again later.",
      ),
    ],
  ],
  [
    "in-use",
    [
      error(
        "Error deleting Disk: googleapi: Error 400: The resource 'projects/p/zones/z/disks/d' is already being used by 'projects/p/zones/z/instances/i', resourceInUseByAnotherResource",
      ),
    ],
  ],
  [
    "unavailable",
    [error("Error creating Disk: googleapi: Error 503: The service is currently unavailable., backendError")],
  ],
  [
    "unavailable",
    [
      error(
        "Error creating instance: googleapi: Error 429: Quota exceeded for quota metric 'Queries' and limit 'Queries per minute' of service 'compute.googleapis.com'",
      ),
    ],
  ],
  // The provider made a call again whose answer was lost, with the fingerprint of before.
  [
    "unavailable",
    [
      error(
        "Error updating metadata: googleapi: Error 412: Supplied fingerprint does not match current metadata fingerprint., conditionNotMet",
      ),
    ],
  ],
  ["unavailable", [error('Error creating Disk: Post "https://compute.googleapis.com/compute/v1/x?alt=json": EOF')]],
  [
    "unavailable",
    [error('Error creating Disk: Post "https://x": read tcp 10.0.0.1:1->10.0.0.2:443: read: connection reset by peer')],
  ],
  [
    "unavailable",
    [error("Error waiting for Creating Disk: Internal error. Please try again or contact Google Support. (Code: 'X')")],
  ],
  [
    "stock-out",
    [
      error("Error creating Disk: googleapi: Error 503: x, backendError"),
      error("The zone 'z' does not have enough resources available to fulfill the request."),
    ],
  ],
  [
    "failed",
    [
      error(
        "Error creating Address: googleapi: Error 403: Compute Engine API has not been used in project 1 before, accessNotConfigured",
      ),
    ],
  ],
  ["missing-provider", [error("Inconsistent dependency lock file", "…")]],
  [
    "unsupported-format",
    [
      error(
        "Error acquiring the state lock",
        "Error message: Unsupported state file format: The state file uses format version 5, which is not supported by Terraform 1.11.4.",
      ),
    ],
  ],
  ["failed", [error("Saved plan is stale", "The given plan file can no longer be applied.")]],
])("%s is told from what Terraform really says", (code, diagnostics) => {
  const found = failed(diagnostics);
  expect(found.code).toBe(code);
  expect(found.remedy).not.toBe("");
  expect(found.diagnostics).toBe(diagnostics);
});

test("the lock of a first init that has died is a held lock, too (R11)", () => {
  const text = `
Error: Error loading state: writing "gs://acme/q/x/default.tflock" failed: googleapi: Error 412: At least one of the pre-conditions you specified did not hold., conditionNotMet
Lock Info:
  ID:        1795287789393001
  Path:      
  Operation: init
  Who:       root@vm
  Version:   1.11.4
  Created:   2026-11-21 19:00:56.646381192 +0000 UTC
  Info:      

`;
  const found = failed(parseTextDiagnostics(text));
  expect(found).toMatchObject({
    code: "lock-held",
    lock: { id: "1795287789393001", who: "root@vm", operation: "init", created: "2026-11-21T19:00:56.646Z" },
  });
});

test("a failure says during what it happened, and stays what it is", () => {
  const found = failed([exists]).during("step 2, add life-c");
  expect(found.message).toMatch(/^In step 2, add life-c: terraform apply: google_compute_address\.a: /);
  expect(found).toMatchObject({ code: "already-exists", address: "google_compute_address.a", diagnostics: [exists] });
});

test("a held lock says who holds it, since when, and the ID that releases it", () => {
  expect(failed([gcsLock]).lock).toEqual({
    id: "1004",
    who: "deploy@runner",
    operation: "OperationTypeApply",
    created: "2026-11-21T11:36:55.197Z",
    path: "gs://B/quorate/p/c/default.tflock",
  });
});

test("the message names the resource and how many errors there are beside", () => {
  const found = failed([other, exists, halted]);
  expect(found.address).toBe("google_compute_address.a");
  expect(found.message).toMatch(
    /^terraform apply: google_compute_address\.a: Error creating Address: .* \(and 2 more errors\)$/,
  );
});

describe("a command that was stopped", () => {
  test("is interrupted, whatever errors the interrupt provoked", () => {
    expect(failed([other, halted], { aborted: true }).code).toBe("interrupted");
    expect(failed([forbidden], { aborted: true }).code).toBe("interrupted");
  });

  test("by a signal from elsewhere is interrupted too", () => {
    const found = failed([], { signal: "SIGKILL" });
    expect([found.code, found.message]).toEqual(["interrupted", "terraform apply was ended by SIGKILL."]);
  });

  test("by a signal leaves its locks, also where it had named another error by then", () => {
    const [said, silent, ended] = [
      failed([forbidden], { signal: "SIGKILL" }),
      failed([], { signal: "SIGKILL" }),
      failed([]),
    ];
    expect([said.code, said.killed, silent.killed, ended.killed]).toEqual(["permission", true, true, false]);
    expect(said.during("step 1").killed).toBe(true);
  });

  test("still reports that its state could not be stored", () => {
    expect(failed([saved], { aborted: true }).code).toBe("state-unsaved");
  });
});

describe("text without -json", () => {
  test("of init gives summary and detail", () => {
    const text =
      "\nError: Failed to query available provider packages\n\nCould not retrieve the list of available versions for provider\nhashicorp/google: provider registry.terraform.io/hashicorp/google was not\nfound in any of the search locations\n\n  - /srv/mirror\n";
    expect(parseTextDiagnostics(text)).toEqual([
      error(
        "Failed to query available provider packages",
        "Could not retrieve the list of available versions for provider\nhashicorp/google: provider registry.terraform.io/hashicorp/google was not\nfound in any of the search locations\n\n  - /srv/mirror",
      ),
    ]);
    expect(failed(parseTextDiagnostics(text)).code).toBe("missing-provider");
  });

  test("in a coloured box is the same", () => {
    const text =
      "\u001b[31m╷\u001b[0m\u001b[0m\n\u001b[31m│\u001b[0m \u001b[0m\u001b[1m\u001b[31mError: \u001b[0m\u001b[0m\u001b[1mBackend initialization required\u001b[0m\n\u001b[31m│\u001b[0m \u001b[0m\n\u001b[31m│\u001b[0m \u001b[0m\u001b[0mReason: Initial configuration\n\u001b[31m╵\u001b[0m\u001b[0m\n";
    expect(parseTextDiagnostics(text)).toEqual([
      error("Backend initialization required", "Reason: Initial configuration"),
    ]);
  });

  test("outside the box of a warning is the error", () => {
    const text =
      "There are some problems with the CLI configuration:\n╷\n│ Warning: Unable to open CLI configuration file\n│ \n│ The CLI configuration file does not exist.\n╵\n\n\u001b[31mFailed to unlock state: LocalState not locked\u001b[0m\u001b[0m\n";
    expect(parseTextDiagnostics(text)).toEqual([
      {
        severity: "warning",
        summary: "Unable to open CLI configuration file",
        detail: "The CLI configuration file does not exist.",
        address: null,
      },
      error("Failed to unlock state: LocalState not locked"),
    ]);
  });

  test("that is empty gives nothing, and the failure still has a message", () => {
    expect(parseTextDiagnostics(" \n")).toEqual([]);
    expect(failed([]).message).toBe("terraform apply failed with status 1 and said nothing.");
  });
});

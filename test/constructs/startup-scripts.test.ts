/** The startup script is the same text for all replicas; a configuration holds it once (D9). */
import { expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import { synth, synthAttributes } from "../../src/constructs/synth.ts";
import { detailPlan } from "../../src/propose/detail-plan.ts";
import { observe } from "../../src/topology/observe.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { applied } from "../kit/cluster/applied.ts";
import { atRest, settings, startupScript } from "../kit/cluster/cluster-fixture.ts";

const newer = '#!/bin/bash\necho "newer ${HOME} %{http_code}"\n';
const three = atRest("b c d");

/** As after an apply that stopped between two versions of the script. */
const torn: Topology = {
  ...three,
  replicas: three.replicas.map((replica, at) => (at === 0 ? { ...replica, startupScript: newer } : replica)),
};

test("stands once in a configuration, however many replicas run it", () => {
  const { locals } = synth(settings, three);
  expect(Object.keys(locals ?? {})).toEqual([expect.stringMatching(/^startup_script_[0-9a-f]{12}$/)]);
  expect(JSON.stringify(synth(settings, three)).split("http_code")).toHaveLength(2);
  expect(synthAttributes(settings, three).locals).toEqual(locals);
});

test("each replica keeps its own while they run two versions of it, and its state tells which", () => {
  expect(Object.keys(synth(settings, torn).locals ?? {})).toHaveLength(2);
  expect(observe(applied(synth(settings, torn)))).toEqual({ kind: "cluster", topology: torn });
});

test("a plan to another version names both by their hashes, for the replicas whose version changes only", () => {
  const { steps } = detailPlan(planChange(torn, three), torn, settings, "spec");
  const scripts = steps.flatMap(({ changes }) =>
    changes.map(({ address, before, after }) => [address, scriptOf(before), scriptOf(after)]),
  );
  const named = (text: string) => expect.stringMatching(new RegExp(`^sha256:[0-9a-f]{12} \\(${text.length} bytes\\)$`));
  expect(scripts).toEqual([["google_compute_instance.replica_prod-b", named(newer), named(startupScript)]]);
});

function scriptOf(attributes: Readonly<Record<string, unknown>> | null): unknown {
  return (attributes?.["metadata"] as Record<string, unknown> | undefined)?.["startup-script"];
}

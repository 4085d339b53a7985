import { createHash } from "node:crypto";
import { logicalId } from "../topology/names.ts";
import type { Topology } from "../topology/topology.ts";
import { Construct, TerraformLocal } from "./cdktf/cdktf.ts";
import { literal } from "./cdktf/literal.ts";

/**
 * What instances run at every boot, as local values that they refer to: one text for all of them, as a rule, and two
 * where an apply stopped between one version of it and the next. So a configuration holds it once, where people can read
 * it.
 */
export class StartupScripts extends Construct {
  readonly #locals: ReadonlyMap<string, TerraformLocal>;

  constructor(scope: Construct, { replicas }: Topology) {
    super(scope, "startup-scripts");
    const texts = [...new Set(replicas.map(({ startupScript }) => startupScript))];
    this.#locals = new Map(texts.map((text) => [text, this.#local(text)]));
  }

  /** What to write in place of a script of the topology. */
  reference(script: string): string {
    const local = this.#locals.get(script);
    if (local === undefined) throw new Error("a script of another topology");
    return local.asString;
  }

  #local(text: string): TerraformLocal {
    const { hash, expression } = written(text);
    const local = new TerraformLocal(this, hash, expression);
    local.overrideLogicalId(logicalId.startupScript(hash));
    return local;
  }
}

interface Written {
  readonly text: string;
  readonly hash: string;
  /** The text as Terraform takes it for what it is. */
  readonly expression: string;
}

let last: Written | undefined;

/** A pure function; what it has made last is kept, because it is nearly always asked about the same text. */
function written(text: string): Written {
  if (last?.text === text) return last;
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 12);
  last = { text, hash, expression: literal(text) };
  return last;
}

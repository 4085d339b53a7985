import * as z from "zod";
import { nearest } from "../../nearest.ts";
import type { Section } from "../section.ts";
import { notYet, refusals, type ValueRefusal } from "../value-refusal.ts";
import { external } from "./external.ts";

/** Every endpoint kind but `external` is still to come; a misspelt `external` is not one of them. */
const onlyExternal: ValueRefusal = {
  refuse: (value) =>
    value !== "internal" && nearest(String(value), ["external"]) !== undefined ? undefined : notYet(value, "external"),
};

const kind = z
  .enum(["external"])
  .meta({ title: "Endpoint kind", description: "external: a regional static IP on a passthrough load balancer." })
  .register(refusals, onlyExternal)
  .default("external");

const schema = z
  .strictObject({ kind, ...external.fields })
  .meta({ title: "Endpoint", description: "Where clients and kubelets reach the API. Its IP never changes." })
  .prefault({});

/** The address is not in the file: it is known when it exists. */
const told = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("external"), address: z.string(), ...external.told }),
]);

/** Where clients and kubelets reach the API. A second kind makes `schema` a union of the kinds' fields, as `told` is. */
export const endpoint = { schema, rules: external.rules, told } satisfies Section<typeof schema>;

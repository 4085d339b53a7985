import * as z from "zod";
import { planDocument, planDocuments } from "./plan-document.ts";

/** The JSON Schema (2020-12) of what `renderJson` writes: one plan, or several. Readers must accept more properties. */
export function planJsonSchema(): object {
  const schema = z.toJSONSchema(z.union([planDocument, planDocuments]), {
    target: "draft-2020-12",
    io: "input",
    override: ({ jsonSchema }) => {
      if (jsonSchema.type === "object" && jsonSchema.additionalProperties === undefined) {
        jsonSchema.additionalProperties = true;
      }
    },
  });
  return {
    ...schema,
    title: "Quorate plan",
    description: "What `quorate plan --format json` writes. Later versions only add to it.",
  };
}

import {
  DefaultTokenResolver,
  StringConcat,
  TerraformLocal,
  TerraformResource,
  type TerraformStack,
  Tokenization,
} from "./cdktf.ts";
import { type Resolve, withoutTokens } from "./without-tokens.ts";

type Attributes = Readonly<Record<string, unknown>>;

/** Resources as in Terraform's JSON: by type, then by name. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

/** What a topology decides in a configuration. */
export interface StackContents {
  readonly resource: Resources;
  /** Each local value by its name; absent where there is none. */
  readonly locals?: Attributes;
}

/** The resources and local values of a stack, as its `toTerraform` has them. The stack may not refer to other stacks. */
export function contentsOf(stack: TerraformStack): StackContents {
  return collect(stack, (element) => {
    const { resource } = element.toTerraform() as { resource: Resources };
    return resource[element.terraformResourceType]?.[element.friendlyUniqueId] ?? {};
  });
}

/**
 * The same without what only tells Terraform how to go about a resource, such as what it depends on, which costs less.
 * The stack may have no overrides and no dynamic blocks.
 */
export function attributesOf(stack: TerraformStack): StackContents {
  return collect(stack, (element) => (element as unknown as Synthesizable).synthesizeAttributes());
}

/** Where the bindings write their attributes; by its type, only for cdktf's eyes. */
interface Synthesizable {
  synthesizeAttributes(): Attributes;
}

function collect(stack: TerraformStack, read: (resource: TerraformResource) => Attributes): StackContents {
  const resources: Record<string, Record<string, Attributes>> = {};
  const locals: Record<string, unknown> = {};
  const resolve = resolverOf(stack);
  for (const element of stack.node.findAll()) {
    if (TerraformResource.isTerraformResource(element)) {
      const named = resources[element.terraformResourceType] ?? {};
      named[element.friendlyUniqueId] = withoutTokens(read(element), resolve) as Attributes;
      resources[element.terraformResourceType] = named;
    } else if (element instanceof TerraformLocal) {
      Object.assign(locals, (withoutTokens(element.toTerraform(), resolve) as { locals: Attributes }).locals);
    }
  }
  return { resource: resources, ...(Object.keys(locals).length > 0 ? { locals } : {}) };
}

const resolver = new DefaultTokenResolver(new StringConcat());

function resolverOf(stack: TerraformStack): Resolve {
  // Many resources name the same others.
  const known = new Map<string, unknown>();
  return (value) => {
    if (typeof value !== "string") return Tokenization.resolve(value, { scope: stack, resolver });
    const resolved: unknown = known.get(value) ?? Tokenization.resolve(value, { scope: stack, resolver });
    known.set(value, resolved);
    return resolved;
  };
}

import type { ClusterSpec, ReplicaSpec } from "../../cluster/cluster-spec.ts";
import type { View } from "../resource.ts";
import { type Address, type LoadBalanced, loadBalanced } from "./load-balanced.ts";

/** How clients reach the API, at one moment: what there is of it, and where it leads. Each kind keeps its own. */
export type EndpointState = LoadBalanced;
export type EndpointKind = EndpointState["kind"];

/** What people are shown of an endpoint, whatever its kind. */
export interface EndpointPicture {
  /** Replicas that a load balancer may send traffic to. */
  readonly backends: readonly string[];
  readonly address: Address;
  /** Whether there is a load balancer, without the IP. */
  readonly idle: boolean;
}

/** What a kind of endpoint is: what a file asks for, what Terraform's state holds, what people see. */
export interface EndpointShape<State extends EndpointState> {
  /** The endpoint at rest that a cluster spec asks for. `replicas` are in the file's order. */
  desired(wanted: Extract<ClusterSpec["endpoint"], { kind: State["kind"] }>, replicas: readonly ReplicaSpec[]): State;
  /** What the state holds of it; undefined where that without which it cannot be is missing. */
  observe(view: View, cluster: string): State | undefined;
  /** The same, ready for replicas in these zones too. */
  extend(endpoint: State, zones: readonly string[]): State;
  /** The zones that it is ready in: a replica may be in each. */
  zones(endpoint: State): readonly string[];
  /** All that may be there of it, known or not, where this is known and that was wanted. */
  everything(known: State, wanted: State): State;
  picture(endpoint: State): EndpointPicture;
}

const shapes = { external: loadBalanced } satisfies {
  [Kind in EndpointKind]: EndpointShape<Extract<EndpointState, { kind: Kind }>>;
};

/** The shape of endpoints of this kind. It takes states of this kind only. */
export function endpointShape(kind: EndpointKind): EndpointShape<EndpointState> {
  return shapes[kind];
}

/** What people are shown of it. */
export function endpointPicture(endpoint: EndpointState): EndpointPicture {
  return endpointShape(endpoint.kind).picture(endpoint);
}

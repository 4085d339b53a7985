import type * as z from "zod";
import { CloudError, inUse, invalid, notFound } from "../../cloud-error.ts";
import type { Store } from "../../store.ts";
import type { Collection } from "../collection.ts";
import { externalIpUsers } from "../in-use.ts";
import { link, parseBody, placeOf, type Resource, referenceKey } from "../resource.ts";
import { identify, requested, type Write } from "../write.ts";
import { requireNetwork } from "./network.ts";
import { type Nat, type natBody, type Router, routerBody } from "./router.ts";

export const routers: Collection<Router> = {
  name: "routers",
  kind: "compute#router",
  level: "regions",
  table: (store) => store.routers,
  create: (write, body) => {
    const request = parseBody(routerBody, body);
    return routerFrom(write, identify(write, "routers", request.name), request);
  },
  view: (_store, router) => ({
    ...router.fields,
    fields: undefined,
    network: link(router.network),
    nats: router.nats.map(({ ips: _ips, ...nat }) => ({ ...nat, natIps: nat.natIps.map(link) })),
  }),
  update: (write, router, body) => {
    const { key, id, name, creationTimestamp, network, nats, fields } = router;
    const merged = requested(write, { ...fields, name, network, nats }, body);
    return routerFrom(write, { key, id, name, creationTimestamp }, parseBody(routerBody, merged));
  },
};

function routerFrom(write: Write, identity: Resource, request: z.output<typeof routerBody>): Router {
  const { name: _name, network, nats, region: _region, ...fields } = request;
  const key = requireNetwork(referenceKey("resource.network", network, write.place.project));
  const router = { ...identity, network: key, fields, nats: nats.map((nat) => natFrom(write, identity.key, nat)) };
  refuseSecondNat(write.store, router);
  return router;
}

function natFrom({ store, place }: Write, router: string, nat: z.output<typeof natBody>): Nat {
  const field = `resource.nats.natIps`;
  if (nat.natIpAllocateOption === "MANUAL_ONLY" && nat.natIps.length === 0)
    throw invalid(field, "", "NAT IPs are needed where they are allocated by hand.");
  const found = nat.natIps.map((reference) => {
    const key = referenceKey(field, reference, place.project);
    const address = store.addresses.get(key);
    if (address === undefined) throw notFound(key);
    if (address.addressType !== "EXTERNAL" || placeOf(key).scope !== place.scope)
      throw invalid(field, reference, "Must be an external address of the router's region.");
    const [user] = externalIpUsers(store, address.address).filter((other) => other !== router);
    if (user !== undefined) throw inUse(key, user);
    return address;
  });
  return { ...nat, natIps: found.map((address) => address.key), ips: found.map((address) => address.address) };
}

/** Only one NAT of a network and region may serve all subnetworks. */
function refuseSecondNat(store: Store, router: Router): void {
  const all = (candidate: Router) =>
    candidate.nats.filter((nat) => nat.sourceSubnetworkIpRangesToNat !== "LIST_OF_SUBNETWORKS").length;
  const place = placeOf(router.key);
  const others = store.routers
    .values()
    .filter((other) => other.key !== router.key && other.network === router.network)
    .filter((other) => placeOf(other.key).scope === place.scope && all(other) > 0);
  if (all(router) > 1 || (all(router) === 1 && others.length > 0))
    throw new CloudError(
      400,
      "invalid",
      `NAT for all subnetworks of '${router.network}' in ${place.scope} exists already${others[0] ? ` on '${others[0].key}'` : ""}.`,
    );
}

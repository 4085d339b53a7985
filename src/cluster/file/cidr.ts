import * as z from "zod";
import type { Problem } from "../problem.ts";
import { quote } from "../quote.ts";

/** An IPv4 range: its first address and its size, both as plain numbers. */
export interface Cidr {
  readonly first: number;
  readonly size: number;
  readonly prefix: number;
}

const octet = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
export const cidrPattern = `^${octet}(\\.${octet}){3}/(3[0-2]|[12]?[0-9])$`;

const whole = new RegExp(cidrPattern);

/** Reads `a.b.c.d/prefix`, host bits included; undefined for anything else. */
export function parseCidr(text: string): Cidr | undefined {
  if (!whole.test(text)) return undefined;
  const [address = "", prefixText = ""] = text.split("/");
  const prefix = Number(prefixText);
  const first = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return { first, size: 2 ** (32 - prefix), prefix };
}

/** What is wrong with a range that is written in a cluster file; undefined when nothing is. */
export function cidrProblem(text: string): Problem | undefined {
  const cidr = parseCidr(text);
  if (cidr === undefined) return notACidr(text);
  const hostBits = cidr.first % cidr.size;
  if (hostBits === 0) return undefined;
  const network = dotted(cidr.first - hostBits);
  return {
    code: "Q034",
    message: `${quote(text)} names an address inside a range, not the range itself`,
    remedy: `Write ${network}/${cidr.prefix} for the range, or ${dotted(cidr.first)}/32 for the one address`,
  };
}

/** Whether two ranges have an address in common. */
export function overlap(a: Cidr, b: Cidr): boolean {
  return a.first < b.first + b.size && b.first < a.first + a.size;
}

function notACidr(text: string): Problem {
  const [address = ""] = text.split("/");
  if (z.ipv6().safeParse(address).success) {
    return {
      code: "Q035",
      message: `${quote(text)} is an IPv6 range, and IPv6 is not supported yet`,
      remedy: "Write an IPv4 range, such as 10.244.0.0/16",
    };
  }
  return {
    code: "Q033",
    message: `${quote(text)} is not an IPv4 range`,
    remedy: whole.test(`${text}/32`)
      ? `Write ${text}/32 for the one address`
      : "Write address/prefix, such as 10.244.0.0/16",
  };
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

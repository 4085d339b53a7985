import { describeChanges } from "./changes.ts";

describeChanges("whenReplicated", [
  "instance life-b → forwardingRule life-api",
  "forwardingRule life-api → instance life-b",
  "instance life-b → instance solo",
  "instance solo → forwardingRule life-api",
]);

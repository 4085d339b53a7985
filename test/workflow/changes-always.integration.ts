import { describeChanges } from "./changes.ts";

describeChanges("always", []);

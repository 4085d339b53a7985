import type { PlannedChange, PlannedCluster } from "../../src/action/planned.ts";
import { nothingLeft, pullComment } from "../../src/action/pull-comment.ts";
import { replaceSummary } from "../../src/action/replace-summary.ts";
import { clusterFile, specOf } from "../../src/adapters/cluster-files.ts";
import { placedPlan } from "../../src/adapters/placed-plan.ts";
import { newClusterFile } from "../../src/cluster/edit/new-cluster-file.ts";

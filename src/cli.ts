#!/usr/bin/env node
import { keepCompiled } from "./cli/launch/keep-compiled.ts";

// Before anything else is loaded, because only what is loaded later is kept.
keepCompiled(process.env);
const { main } = await import("./cli/main.ts");
await main();

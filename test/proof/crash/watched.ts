import type { DriverFactory } from "../../../src/local-cloud/driver.ts";

/** A driver that calls `look` after each write, when it is kept and before it is answered, and after each event. */
export function watched(factory: DriverFactory, look: () => void): DriverFactory {
  return (host, saved) => {
    const record = (...event: Parameters<typeof host.record>) => {
      host.record(...event);
      look();
    };
    const driver = factory({ ...host, record }, saved);
    const changed = () => {
      driver.changed();
      // What was written is kept after the driver was told of it, and answered later still.
      queueMicrotask(look);
    };
    return { ...driver, changed };
  };
}

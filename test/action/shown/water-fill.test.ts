import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { waterFill } from "../../../src/action/shown/water-fill.ts";

test("everyone gets what it wants where there is room", () => {
  expect(waterFill([3, 1, 2], 10)).toEqual([3, 1, 2]);
});

test("what small ones leave goes to the large ones, in equal parts", () => {
  expect(waterFill([100, 1, 100], 21)).toEqual([10, 1, 10]);
});

test("shares are never more than the room, nor than what is wanted, and no larger one gets less than a smaller", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { maxLength: 50 }), fc.nat(10_000), (wanted, room) => {
      const shares = waterFill(wanted, room);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(room);
      for (const [at, share] of shares.entries()) {
        expect(share).toBeLessThanOrEqual(wanted[at] ?? 0);
        for (const [other, smaller] of shares.entries()) {
          if ((wanted[other] ?? 0) <= (wanted[at] ?? 0)) expect(smaller).toBeLessThanOrEqual(share + 1);
        }
      }
    }),
  );
});

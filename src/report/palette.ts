import picocolors from "picocolors";
import type { Sign } from "./sign.ts";

/** Functions that colour a text, or leave it as it is. */
export type Palette = ReturnType<typeof picocolors.createColors>;

/** Colours when `color` is true; otherwise functions that change nothing. */
export function palette(color: boolean): Palette {
  return picocolors.createColors(color);
}

/** A sign in Terraform's colours: green adds, red destroys, yellow changes. */
export function paintSign(sign: Sign, paint: Palette): string {
  switch (sign) {
    case "+":
      return paint.green(sign);
    case "-":
      return paint.red(sign);
    case "~":
      return paint.yellow(sign);
    case "-/+":
      return `${paint.red("-")}/${paint.green("+")}`;
    case "+/-":
      return `${paint.green("+")}/${paint.red("-")}`;
    case " ":
      return sign;
  }
}

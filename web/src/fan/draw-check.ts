import { ask } from "../kit/ask";
import { type Draw, drawFileAddress } from "../kit/gifts";
import { unreachable } from "../kit/problem";
import { BRISK, persist } from "../kit/retry";

export interface DrawFinding {
  readonly isRight: boolean;
  readonly entries: number;
}

/** Checks a draw on this device, from its file and from what was published before; most never ask for it. */
export async function verifyDraw(draw: Draw): Promise<DrawFinding> {
  const { text } = await persist(() => ask(drawFileAddress(draw.id), {}), BRISK);
  const checking = await import("../proof/draw").catch((error: unknown) => {
    throw unreachable(String(error));
  });
  return checking.checkDraw(text, { commitment: draw.commitment, root: draw.root });
}

import type { UnitAnswer } from "../answers";
import { standingOf } from "../boards";

/** How a unit stands, in a word and a sign. */
export function Standing({ unit }: { unit: UnitAnswer }) {
  const { tone, words } = standingOf(unit);
  return words === null ? null : (
    <span class="standing" data-tone={tone}>
      {words}
    </span>
  );
}

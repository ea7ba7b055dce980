import { useSignal } from "@preact/signals";
import type { Books, PoolAct, PoolState } from "../kit/contract";
import { PauseIcon, PlayIcon, StopIcon } from "../kit/icons";
import { t } from "../kit/text";
import { ReasonDialog } from "./reason";

const ACTS_BY_STATE: Readonly<Record<PoolState, readonly PoolAct[]>> = {
  draft: ["open"],
  open: ["pause", "close"],
  paused: ["resume", "close"],
  closed: [],
};

const ICONS = { open: PlayIcon, pause: PauseIcon, resume: PlayIcon, close: StopIcon };

/** What an operator can do to the pool now. Each act asks for its reason first. */
export function Controls({ books }: { books: Books }) {
  const asked = useSignal<PoolAct | null>(null);
  return (
    <div class="controls">
      {ACTS_BY_STATE[books.state].map((name, index) => {
        const ActIcon = ICONS[name];
        return (
          <button
            key={name}
            type="button"
            class={index === 0 ? "button button-primary button-compact" : "button"}
            onClick={() => (asked.value = name)}
          >
            <ActIcon />
            {t(`console-do-${name}`)}
          </button>
        );
      })}
      {asked.value && <ReasonDialog pool={books.pool} act={asked.value} onClose={() => (asked.value = null)} />}
    </div>
  );
}

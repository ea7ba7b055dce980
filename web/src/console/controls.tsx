import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
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
  const controls = useRef<HTMLDivElement>(null);
  const close = () => {
    asked.value = null;
    // The button that asked may be gone with the old state; the keyboard goes on at what took its place.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) (controls.current?.querySelector("button") ?? controls.current)?.focus();
    });
  };
  return (
    <div class="controls" ref={controls} tabIndex={-1}>
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
      {asked.value && <ReasonDialog pool={books.pool} act={asked.value} onClose={close} />}
    </div>
  );
}

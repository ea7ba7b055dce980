import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Books, PoolState } from "../kit/contract";
import { CalendarIcon, ClockIcon, KeyIcon, PauseIcon, PlayIcon, RaiseIcon, StopIcon, ThrottleIcon } from "../kit/icons";
import { t } from "../kit/text";
import { ActDialog, type ActWord } from "./act-dialog";
import { act } from "./desk";
import { ExtendDialog } from "./extend";
import { PaceDialog } from "./pace";
import { RaiseDialog } from "./raise-dialog";

type Asked = Exclude<ActWord, "approve">;

const ACTS_BY_STATE: Readonly<Record<PoolState, readonly Asked[]>> = {
  draft: ["schedule", "open"],
  scheduled: ["open", "pace", "raise", "extend", "close"],
  open: ["pause", "pace", "raise", "extend", "close"],
  paused: ["resume", "pace", "raise", "extend", "close"],
  closed: ["reveal", "extend"],
  revealed: ["extend"],
};

const ICONS: Readonly<Record<Asked, typeof PlayIcon>> = {
  schedule: ClockIcon,
  open: PlayIcon,
  pause: PauseIcon,
  resume: PlayIcon,
  pace: ThrottleIcon,
  extend: CalendarIcon,
  raise: RaiseIcon,
  close: StopIcon,
  reveal: KeyIcon,
};

/** What an operator can do to the pool now. Each act asks for its reason first. */
export function Controls({ books }: { books: Books }) {
  const asked = useSignal<Asked | null>(null);
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
      {possible(books).map((word, index) => {
        const ActIcon = ICONS[word];
        const isPrimary = index === 0 && books.state !== "revealed";
        return (
          <button
            key={word}
            type="button"
            class={isPrimary ? "button button-primary button-compact" : "button"}
            onClick={() => (asked.value = word)}
          >
            <ActIcon />
            {t(`console-do-${word}`)}
          </button>
        );
      })}
      {asked.value && <AskedDialog word={asked.value} books={books} onClose={close} />}
    </div>
  );
}

/** A pool without an hour cannot be scheduled, and shares without an end cannot be valid longer. */
const possible = ({ state, opens_at, valid_until }: Books): readonly Asked[] =>
  ACTS_BY_STATE[state].filter(
    (word) => (word !== "schedule" || opens_at !== null) && (word !== "extend" || valid_until !== null),
  );

function AskedDialog({ word, books, onClose }: { word: Asked; books: Books; onClose: () => void }) {
  if (word === "extend") return <ExtendDialog books={books} onClose={onClose} />;
  if (word === "pace") return <PaceDialog books={books} onClose={onClose} />;
  if (word === "raise") return <RaiseDialog books={books} onClose={onClose} />;
  const perform = async (reason: string) => {
    await act(books.pool, word, reason);
    return null;
  };
  return <ActDialog word={word} perform={perform} onClose={onClose} />;
}

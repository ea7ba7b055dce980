import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { BRISK, persist } from "../kit/retry";

export interface Remote<T> {
  readonly value: T | undefined;
  readonly error: unknown;
  readonly reload: () => Promise<void>;
  readonly put: (fresh: T) => void;
}

/**
 * What the server says, asked when the room is entered and every `periodMs` while somebody looks.
 *
 * Old news stay while there are no new ones. `isStill` says when a list is left as it is, because more of it was asked for.
 */
export function useRemote<T>(load: () => Promise<T>, periodMs = 0, key: unknown = null, isStill: () => boolean = () => false): Remote<T> {
  const value: Signal<T | undefined> = useSignal<T | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const round = useSignal(0);
  const reload = async () => {
    round.value += 1;
    const mine = round.value;
    try {
      const fresh = await persist(load, BRISK);
      if (mine !== round.value) return;
      value.value = fresh;
      error.value = undefined;
    } catch (wrong) {
      if (mine === round.value) error.value = wrong;
    }
  };
  useEffect(() => {
    void reload();
    if (periodMs === 0) return;
    const timer = setInterval(() => {
      if (!document.hidden && !isStill()) void reload();
    }, periodMs);
    return () => clearInterval(timer);
  }, [key]);
  const put = (fresh: T) => {
    round.value += 1;
    value.value = fresh;
  };
  return { value: value.value, error: error.value, reload, put };
}

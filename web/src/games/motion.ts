import { type RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

const FLASH_MS = 1_800;
const GLIDE_MS = 420;

const isStill = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Lets an element glow once whenever its wording changes, and not when it first appears. */
export function useFlash<T extends HTMLElement>(wording: string): RefObject<T | null> {
  const element = useRef<T>(null);
  const before = useRef(wording);
  useEffect(() => {
    if (before.current === wording) return;
    before.current = wording;
    if (!isStill()) element.current?.animate({ backgroundColor: ["var(--flash)", "transparent"] }, { duration: FLASH_MS, easing: "ease-out" });
  }, [wording]);
  return element;
}

/** Moves the children with a `data-key` to their new place instead of letting them jump there. */
export function useGlide<T extends HTMLElement>(): RefObject<T | null> {
  const parent = useRef<T>(null);
  const tops = useRef(new Map<string, number>());
  useLayoutEffect(() => {
    const found = new Map<string, number>();
    for (const child of parent.current?.children ?? []) {
      if (!(child instanceof HTMLElement) || child.dataset.key === undefined) continue;
      const before = tops.current.get(child.dataset.key);
      found.set(child.dataset.key, child.offsetTop);
      const way = before === undefined ? 0 : before - child.offsetTop;
      if (way !== 0 && !isStill()) {
        child.animate({ transform: [`translateY(${way}px)`, "none"] }, { duration: GLIDE_MS, easing: "cubic-bezier(.2,.8,.3,1)" });
      }
    }
    tops.current = found;
  });
  return parent;
}

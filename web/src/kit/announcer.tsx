import { signal } from "@preact/signals";

const spoken = signal("");

/** Says something once to who cannot see it; the same words twice in a row are said twice. */
export function announce(text: string): void {
  spoken.value = spoken.value === text ? `${text}\u200b` : text;
}

export function Announcer() {
  return (
    <p class="unseen" role="status" dir="auto">
      {spoken}
    </p>
  );
}

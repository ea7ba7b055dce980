import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Notice } from "../kit/notice";

/** Whether her conversations are shown. */
export const isHistoryOpen = signal(false);

const dialog = signal<typeof import("./history") | null>(null);
const fault = signal<unknown>(undefined);

/** The dialog with her conversations, fetched when she first wants it. */
export function Stored() {
  useEffect(() => {
    if (dialog.value) return;
    fault.value = undefined;
    import("./history").then(
      (loaded) => {
        dialog.value = loaded;
      },
      (error: unknown) => {
        fault.value = error;
        isHistoryOpen.value = false;
      },
    );
  }, []);
  const History = dialog.value?.History;
  if (fault.value !== undefined) return <Notice error={fault.value} />;
  return History ? <History onClose={() => (isHistoryOpen.value = false)} /> : null;
}

import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import type { Claim } from "../kit/contract";
import { unreachable } from "../kit/problem";

export interface ProofPanelProps {
  readonly claim: Claim;
  readonly onClose: () => void;
}

/** The share that is being verified; null while none is. */
export const proving = signal<Claim | null>(null);
/** The panel, once it was loaded: most fans never ask for it, so they do not wait for it either. */
export const panel = signal<ComponentType<ProofPanelProps> | null>(null);
export const panelError = signal<unknown>(undefined);

export async function verify(claim: Claim): Promise<void> {
  proving.value = claim;
  if (panel.value) return;
  panelError.value = undefined;
  try {
    panel.value = (await import("../proof/panel")).ProofPanel;
  } catch (error) {
    panelError.value = unreachable(String(error));
    proving.value = null;
  }
}

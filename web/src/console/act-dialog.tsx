import type { ComponentChildren } from "preact";
import { t } from "../kit/text";
import { ReasonDialog } from "./reason-dialog";

/** What an operator can be asked for a reason of; the messages go by these words. */
export type ActWord = "schedule" | "open" | "pause" | "resume" | "pace" | "extend" | "raise" | "approve" | "close" | "reveal";

interface ActDialogProps {
  readonly word: ActWord;
  readonly perform: (reason: string, form: FormData) => Promise<string | null>;
  readonly onClose: () => void;
  readonly children?: ComponentChildren;
}

/** An act on a pool, in the words that go with it. */
export const ActDialog = ({ word, perform, onClose, children }: ActDialogProps) => (
  <ReasonDialog
    title={t(`console-ask-${word}`)}
    effect={t(`console-effect-${word}`)}
    confirm={t(`console-confirm-${word}`)}
    done={t(`console-done-${word}`)}
    perform={perform}
    onClose={onClose}
  >
    {children}
  </ReasonDialog>
);

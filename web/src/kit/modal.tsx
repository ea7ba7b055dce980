import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

interface ModalProps {
  readonly titleId: string;
  /** The class that its style goes by, where it has one of its own. */
  readonly name?: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A native dialog, open as long as it is rendered; the browser keeps the focus in it and gives it back afterwards. */
export function Modal({ titleId, name, onClose, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const isLeaving = useRef(false);
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => {
      // What takes the place of this dialog is not to be closed by its end.
      isLeaving.current = true;
      shown?.close();
    };
  }, []);
  return (
    <dialog class={name} ref={dialog} aria-labelledby={titleId} onClose={() => isLeaving.current || onClose()}>
      {children}
    </dialog>
  );
}

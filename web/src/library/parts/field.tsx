import type { ComponentChildren } from "preact";

interface FieldProps {
  /** The id of what stands inside; its hint is `<id>-hint`. */
  readonly id: string;
  readonly name: string;
  readonly hint?: string;
  readonly children: ComponentChildren;
}

/** A field below its name; the hint is told after the name and is no part of it. */
export function Field({ id, name, hint, children }: FieldProps) {
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {name}
      </label>
      {children}
      {hint !== undefined && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

import type { ComponentChildren } from "preact";

interface FieldProps {
  /** The name in the form data, and the id. */
  readonly id: string;
  readonly name: string;
  readonly hint?: string;
  readonly children: ComponentChildren;
}

export function Field({ id, name, hint, children }: FieldProps) {
  return (
    <div class="field">
      <label class="field-hint" for={id}>
        {name}
      </label>
      {children}
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

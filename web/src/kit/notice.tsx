import { AlertIcon } from "./icons";
import { explain, t } from "./text";

/** An error in words, with a way on when asking again can help. */
export function Notice({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  return (
    <div class="notice" role="alert">
      <AlertIcon />
      <p>{explain(error)}</p>
      {onRetry && (
        <button type="button" class="button" onClick={onRetry}>
          {t("kit-try-again")}
        </button>
      )}
    </div>
  );
}

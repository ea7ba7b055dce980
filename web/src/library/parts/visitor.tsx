import { KeyIcon } from "../../kit/icons";
import { session } from "../../kit/session";
import { t, type Words } from "../../kit/text";

/** Whether she reads only what is open to everyone. */
export const isVisitor = (): boolean => session.value === null || session.value?.role === "fan";

/** What signing in gives, for who has not. */
export function Visitor({ words = t }: { words?: Words }) {
  if (!isVisitor()) return null;
  return (
    <p class="visitor">
      <KeyIcon />
      <span>{words("library-visitor")}</span>
    </p>
  );
}

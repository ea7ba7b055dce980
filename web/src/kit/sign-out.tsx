import { LeaveIcon } from "./icons";
import { signOut } from "./session";
import { t } from "./text";

interface SignOutProps {
  readonly onLeft?: () => void;
  readonly onError: (error: unknown) => void;
}

export function SignOut({ onLeft, onError }: SignOutProps) {
  const leave = () => signOut().then(onLeft, onError);
  return (
    <button type="button" class="button button-quiet" onClick={() => void leave()}>
      <LeaveIcon />
      <span class="button-word">{t("kit-sign-out")}</span>
    </button>
  );
}

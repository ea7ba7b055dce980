import type { Claim } from "../kit/contract";
import { SealIcon } from "../kit/icons";
import { count } from "../kit/numbers";
import { t } from "../kit/text";
import { panel, proving, verify } from "./proving";

/** Where a share stands, it can be verified; `long` says what there is to verify. */
export function VerifyButton({ claim, long = false }: { claim: Claim; long?: boolean }) {
  const busy = proving.value === claim && panel.value === null;
  return (
    <button
      type="button"
      class="verify"
      aria-busy={busy}
      aria-label={long ? undefined : t("wallet-verify-share", { share: count(claim.share) })}
      onClick={() => void verify(claim)}
    >
      <SealIcon />
      {t(long ? "fan-verify" : "wallet-verify")}
    </button>
  );
}

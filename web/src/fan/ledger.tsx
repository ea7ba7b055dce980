import type { Claim } from "../kit/contract";
import { formatDeadline, formatMoment } from "../kit/dates";
import { PurseIcon } from "../kit/icons";
import { pickText } from "../kit/language";
import { money } from "../kit/money";
import { count } from "../kit/numbers";
import { Notice } from "../kit/notice";
import { language, t } from "../kit/text";
import { pools } from "./pools";
import { VerifyButton } from "./verify-button";
import { claims, loadOlder, loadWallet, olderCursor, walletBusy, walletError } from "./wallet";

/** Her shares as a ledger. */
export function Ledger() {
  const known = claims.value ?? [];
  return (
    <section class="wallet" aria-labelledby="wallet-title">
      <h2 id="wallet-title">{t("wallet-title")}</h2>
      {walletError.value !== undefined && <Notice error={walletError.value} onRetry={() => void loadWallet()} />}
      {known.length === 0 && walletError.value === undefined && (
        <p class="wallet-empty">
          <PurseIcon />
          {t("wallet-empty")}
        </p>
      )}
      {known.length > 0 && (
        <ul class="wallet-list">
          {known.map((claim) => (
            <Row key={`${claim.pool} ${claim.occasion}`} claim={claim} />
          ))}
        </ul>
      )}
      {olderCursor.value !== null && (
        <button type="button" class="button" aria-busy={walletBusy.value} onClick={() => void loadOlder()}>
          {t("kit-load-more")}
        </button>
      )}
    </section>
  );
}

function Row({ claim }: { claim: Claim }) {
  const pool = pools.value?.find(({ id }) => id === claim.pool);
  const title = pool ? pickText(pool.titles, language()) : { text: t("wallet-pool-unknown", { pool: String(claim.pool) }), lang: undefined };
  return (
    <li class="wallet-row">
      <p class="wallet-name" lang={title.lang} dir="auto">
        {title.text}
      </p>
      <p class="wallet-amount figure">
        <bdi>{money(claim.amount_minor, claim.currency)}</bdi>
      </p>
      <ul class="wallet-facts">
        <li>
          <time dateTime={claim.claimed_at}>{formatMoment(claim.claimed_at)}</time>
        </li>
        <li>
          <bdi>{claim.occasion}</bdi>
        </li>
        <li>{t("wallet-share", { share: count(claim.share) })}</li>
        {pool?.valid_until && <li>{t("fan-valid-until", { date: formatDeadline(pool.valid_until) })}</li>}
      </ul>
      <VerifyButton claim={claim} />
    </li>
  );
}

import { useEffect } from "preact/hooks";
import { exportAddress } from "../kit/api";
import type { Books, LaneHead, ProofDocument, Tranche } from "../kit/contract";
import { formatMoment } from "../kit/dates";
import { DownloadIcon } from "../kit/icons";
import { money } from "../kit/money";
import { count } from "../kit/numbers";
import { session } from "../kit/session";
import { t } from "../kit/text";
import { loadProof, proof } from "./desk";

const LOOK_AGAIN_MS = 15_000;

/** What anybody can hold the pool to: its commitments, and how far the chain of each lane has come. */
export function Published({ books }: { books: Books }) {
  const { pool, state } = books;
  useEffect(() => {
    if (state !== "open") return;
    const timer = setInterval(() => {
      if (!document.hidden) void loadProof(pool);
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [pool, state]);
  const known = proof.value;
  if (!known || known.tranches.length === 0) return null;
  return (
    <section class="published" aria-labelledby="published-title">
      <div class="section-head">
        <h2 id="published-title">{t("console-published")}</h2>
        <Export books={books} />
      </div>
      <ol class="tranches">
        {known.tranches.map((tranche) => (
          <TrancheRow key={tranche.number} tranche={tranche} currency={known.currency} />
        ))}
      </ol>
      <Heads document={known} />
    </section>
  );
}

/** An auditor may read the ledger at any time, everybody else once the seed is revealed. */
function Export({ books: { pool, state } }: { books: Books }) {
  if (state !== "revealed" && session.value?.role !== "auditor") return <p class="soft">{t("console-export-later")}</p>;
  return (
    <a class="button" href={exportAddress(pool)} download={`grandstand-pool-${pool}.ledger`}>
      <DownloadIcon />
      {t("console-export")}
    </a>
  );
}

function TrancheRow({ tranche, currency }: { tranche: Tranche; currency: string }) {
  const facts = {
    number: count(tranche.number),
    shares: count(tranche.shares),
    amount: money(tranche.total_minor, currency),
    date: formatMoment(tranche.committed_at),
  };
  return (
    <li>
      <p>{t("console-tranche", facts)}</p>
      <dl class="digests">
        <Digest name={t("console-commitment")} value={tranche.commitment} />
        {tranche.seed !== null && <Digest name={t("console-seed")} value={tranche.seed} />}
      </dl>
    </li>
  );
}

const Digest = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd class="digest" dir="ltr" translate={false}>
      {value}
    </dd>
  </div>
);

function Heads({ document }: { document: ProofDocument }) {
  const { currency } = document;
  const heads = document.heads.filter(({ batch }) => batch > 0);
  if (heads.length === 0) return <p class="soft">{t("console-heads-none")}</p>;
  return (
    <table class="heads">
      <caption>{t("console-heads-caption")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("console-column-lane")}</th>
          <th scope="col">{t("console-column-batch")}</th>
          <th scope="col">{t("console-column-granted")}</th>
          <th scope="col">{t("console-spent")}</th>
          <th scope="col">{t("console-column-head")}</th>
        </tr>
      </thead>
      <tbody>
        {heads.map((head: LaneHead) => (
          <tr key={head.lane}>
            <th scope="row" data-name={t("console-column-lane")}>
              {count(head.lane)}
            </th>
            <td data-name={t("console-column-batch")}>{count(head.batch)}</td>
            <td data-name={t("console-column-granted")}>{count(head.claims)}</td>
            <td data-name={t("console-spent")}>
              <bdi>{money(head.amount_minor, currency)}</bdi>
            </td>
            <td class="digest" dir="ltr" translate={false}>
              {head.head}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

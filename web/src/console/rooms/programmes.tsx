import { useSignal } from "@preact/signals";
import { readBooks } from "../../kit/api";
import type { Books } from "../../kit/contract";
import { formatMoment, formatNear } from "../../kit/dates";
import { PageIcon } from "../../kit/icons";
import { pickText } from "../../kit/language";
import { money } from "../../kit/money";
import { count } from "../../kit/numbers";
import { Notice } from "../../kit/notice";
import { language, t } from "../../kit/text";
import type { Programme } from "../answers";
import { listProgrammes, readProgrammeFile, reconciliationAddress, reportAddress } from "../api";
import { Go } from "../go";
import { Bar } from "../lanes";
import { useRemote } from "../remote";
import { ProgrammeFile } from "./programme-file";

const LOOK_AGAIN_MS = 5_000;

/** Campaigns of several days: how far each wave has come, and the file that plans them. */
export function ProgrammesRoom() {
  const listed = useRemote(listProgrammes);
  const file = useSignal("");
  const show = async (id: number) => {
    file.value = await readProgrammeFile(id);
    document.getElementById("programme")?.focus();
  };
  return (
    <>
      <header class="room-head">
        <h1>{t("console-room-programmes")}</h1>
        <p class="soft">{t("console-programmes-lead")}</p>
      </header>
      {listed.error !== undefined && <Notice error={listed.error} onRetry={() => void listed.reload()} />}
      {listed.value?.length === 0 && <p class="soft">{t("console-programmes-none")}</p>}
      {listed.value?.map((programme) => (
        <Running key={programme.id} programme={programme} onShow={() => void show(programme.id)} />
      ))}
      <ProgrammeFile file={file} onApplied={() => void listed.reload()} />
    </>
  );
}

function Running({ programme, onShow }: { programme: Programme; onShow: () => void }) {
  const { titles, name, budget_minor, currency, applied_at, waves } = programme;
  const title = pickText(titles, language());
  const entries = Object.entries(waves);
  const load = () => Promise.all(entries.map(async ([wave, { pool }]) => [wave, await readBooks(pool)] as const));
  const books = useRemote(load, LOOK_AGAIN_MS, applied_at);
  return (
    <section class="room-part" aria-labelledby={`programme-${programme.id}`}>
      <div class="section-head">
        <h2 id={`programme-${programme.id}`} lang={title.lang} dir="auto">
          {title.text || name}
        </h2>
        <div class="section-acts">
          <a class="button button-quiet" href={reportAddress(programme.id, language())} target="_blank" rel="noopener">
            <PageIcon />
            {t("console-report")}
          </a>
          <button type="button" class="button" onClick={onShow}>
            {t("console-programme-edit")}
          </button>
        </div>
      </div>
      <ul class="times">
        <li>
          {t("console-budget")}: <bdi>{money(budget_minor, currency)}</bdi>
        </li>
        <li>{t("console-programme-applied", { date: formatMoment(applied_at) })}</li>
      </ul>
      {books.error !== undefined && <Notice error={books.error} />}
      {books.value && <Waves waves={books.value} />}
    </section>
  );
}

/** Burn-down and forecast of each wave; its pool has the curve. */
const Waves = ({ waves }: { waves: readonly (readonly [string, Books])[] }) => (
  <div class="scroll" role="region" tabIndex={0} aria-label={t("console-waves-caption")}>
    <table class="figures">
      <caption>{t("console-waves-caption")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("console-column-wave")}</th>
          <th scope="col">{t("console-state")}</th>
          <th scope="col">{t("console-granted")}</th>
          <th scope="col">{t("console-remaining")}</th>
          <th scope="col">{t("console-forecast")}</th>
          <th scope="col">{t("console-reconciliation")}</th>
        </tr>
      </thead>
      <tbody>
        {waves.map(([wave, books]) => (
          <tr key={wave}>
            <th scope="row">
              <Go to="pools" pool={books.pool}>
                <bdi>{wave}</bdi>
              </Go>
              <Bar part={books.shares === 0 ? 0 : books.granted / books.shares} />
            </th>
            <td>{t(`console-state-${books.state}`)}</td>
            <td>{count(books.granted)}</td>
            <td>
              <bdi>{money(books.remaining_minor, books.currency)}</bdi>
            </td>
            <td>{books.state === "open" && books.forecast_empty_at !== null ? formatNear(new Date(books.forecast_empty_at)) : "–"}</td>
            <td>
              <a href={reconciliationAddress(books.pool)} download>
                CSV
                <span class="unseen"> {wave}</span>
              </a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

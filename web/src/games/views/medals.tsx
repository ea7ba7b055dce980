import { useSignal } from "@preact/signals";
import { t } from "../../kit/text";
import type { MedalTableAnswer, MedalTableLine } from "../answers";
import { podiumsOf } from "../boards";
import { answerOf } from "../follow";
import { useFlash, useGlide } from "../motion";
import { Shared } from "../parts/board";
import { Go } from "../parts/go";
import { colourWord, Medal } from "../parts/medal";
import { Podium } from "../parts/podium";
import { Veil } from "../parts/veil";
import { from } from "../place";

const COLOURS = ["gold", "silver", "bronze"] as const;
const PODIUMS_FIRST = 12;

export function MedalsView() {
  const answer = answerOf("medals");
  if (!answer) return null;
  const isEmpty = answer.lines.length === 0 && answer.medals.length === 0;
  return (
    <>
      <header class="view-head">
        <h1>{t("games-medals-title")}</h1>
      </header>
      {isEmpty ? (
        <p class="soft">{t("games-medals-none")}</p>
      ) : (
        <div class="medals">
          <section aria-label={t("games-medals-title")}>
            <Veil id="medal table" of={t("games-medals-title")} large>
              <Table answer={answer} />
              <Notes answer={answer} />
            </Veil>
          </section>
          <Podiums answer={answer} />
        </div>
      )}
    </>
  );
}

function Table({ answer: { lines } }: { answer: MedalTableAnswer }) {
  const body = useGlide<HTMLTableSectionElement>();
  return (
    <table class="medal-table figure">
      <caption class="unseen">{t("games-medals-title")}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span aria-hidden="true">{t("games-column-rank-short")}</span>
            <span class="unseen">{t("games-column-rank")}</span>
          </th>
          <th scope="col">{t("games-column-nation")}</th>
          {COLOURS.map((colour) => (
            <th key={colour} scope="col" title={colourWord(colour)}>
              <Medal colour={colour} />
            </th>
          ))}
          <th scope="col">{t("games-column-total")}</th>
        </tr>
      </thead>
      <tbody ref={body}>
        {lines.map((line) => (
          <Line key={line.organisation} line={line} />
        ))}
      </tbody>
    </table>
  );
}

function Line({ line }: { line: MedalTableLine }) {
  const row = useFlash<HTMLTableRowElement>([line.gold, line.silver, line.bronze].join());
  return (
    <tr ref={row} data-key={line.organisation}>
      <td class="board-rank">
        <bdi>
          {line.rank}
          {line.is_rank_shared && <Shared />}
        </bdi>
      </td>
      <th scope="row">
        <Go to={from("delegation", { code: line.organisation })}>{line.organisation_name}</Go>
      </th>
      {COLOURS.map((colour) => (
        <td key={colour} data-none={line[colour] === 0}>
          {line[colour]}
        </td>
      ))}
      <td class="medal-total">{line.total}</td>
    </tr>
  );
}

/** Where the table comes from, and what is not in it. */
function Notes({ answer: { is_feeds, differences, awarded, lines } }: { answer: MedalTableAnswer }) {
  const inTable = lines.reduce((sum, { total }) => sum + total, 0);
  const names = new Map(lines.map(({ organisation, organisation_name }) => [organisation, organisation_name]));
  return (
    <div class="notes">
      {!is_feeds && <p>{t("games-medals-computed")}</p>}
      {differences.length === 0 && awarded > inTable && <p>{t("games-medals-neutral", { medals: String(awarded - inTable) })}</p>}
      {differences.length > 0 && (
        <>
          <p>{t("games-medals-differ")}</p>
          <ul>
            {differences.map(({ organisation, feed, computed }) => (
              <li key={organisation}>
                <span>{names.get(organisation) ?? organisation}</span>{" "}
                {t("games-medals-difference", { table: feed.join("–"), reported: computed.join("–") })}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Podiums({ answer: { medals } }: { answer: MedalTableAnswer }) {
  const isWhole = useSignal(false);
  const podiums = podiumsOf(medals);
  const listed = isWhole.value ? podiums : podiums.slice(0, PODIUMS_FIRST);
  return podiums.length === 0 ? null : (
    <section aria-labelledby="podiums-title">
      <h2 id="podiums-title">{t("games-podiums")}</h2>
      <ul class="podiums">
        {listed.map((podium) => (
          <Podium key={podium.event} podium={podium} />
        ))}
      </ul>
      {listed.length < podiums.length && (
        <button type="button" class="button" onClick={() => (isWhole.value = true)}>
          {t("kit-load-more")}
        </button>
      )}
    </section>
  );
}

import { t } from "../../kit/text";
import type { RecordAnswer } from "../answers";
import { birthday } from "../times";
import { Competitor } from "./competitor";
import { Veil } from "./veil";

/** The best ever in this event; one that was set at these Games tells how it went. */
export function Records({ records, event }: { records: readonly RecordAnswer[]; event: string }) {
  if (records.length === 0) return null;
  return (
    <section aria-labelledby="records-title">
      <h2 id="records-title">{t("games-records")}</h2>
      <ul class="records">
        {records.map((record) => (
          <li key={`${record.kind} ${record.value} ${record.competitor?.code}`} class="record">
            <h3>{record.kind_name}</h3>
            {record.is_new ? (
              <Veil id={`record ${event} ${record.kind}`} of={record.kind_name}>
                <Best record={record} />
              </Veil>
            ) : (
              <Best record={record} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const Best = ({ record: { value, competitor, set_on, place, is_new } }: { record: RecordAnswer }) => (
  <>
    <p class="record-value figure">
      <bdi dir="ltr">{value}</bdi>
      {is_new && <span class="new-chip">{t("games-record-new")}</span>}
    </p>
    {competitor && <Competitor competitor={competitor} />}
    <ul class="facts">
      {set_on !== null && (
        <li>
          <time dateTime={set_on}>{birthday(set_on)}</time>
        </li>
      )}
      {place !== null && (
        <li>
          <bdi>{place}</bdi>
        </li>
      )}
    </ul>
  </>
);

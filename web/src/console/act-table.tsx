import { formatMoment } from "../kit/dates";
import { t } from "../kit/text";
import type { AnyAct } from "./answers";
import { nameOfAct } from "./acts";

const SUBJECT_SHOWN = 8;
/** Who acts when the hour has come that an operator had planned. */
const CLOCK = "00000000-0000-0000-0000-000000000000";

/** Acts on anything: when, what, which act, why and by whom. */
export const ActTable = ({ acts }: { acts: readonly AnyAct[] }) => (
  <table class="log">
    <caption class="unseen">{t("console-log-caption")}</caption>
    <thead>
      <tr>
        <th scope="col">{t("console-column-when")}</th>
        <th scope="col">{t("console-column-what")}</th>
        <th scope="col">{t("console-column-act")}</th>
        <th scope="col">{t("console-column-reason")}</th>
        <th scope="col">{t("console-column-who")}</th>
      </tr>
    </thead>
    <tbody>
      {acts.map((each, at) => (
        <tr key={`${each.at} ${each.area} ${each.subject} ${at}`}>
          <td>
            <time dateTime={each.at}>{formatMoment(each.at)}</time>
          </td>
          <td>
            {t(`console-area-${each.area}`)}{" "}
            <bdi class="log-subject" title={each.subject}>
              {each.area === "fraud" ? each.subject.slice(0, SUBJECT_SHOWN) : each.subject}
            </bdi>
          </td>
          <td class="log-act">{nameOfAct(each.act)}</td>
          <td class="log-reason">{each.actor === CLOCK ? t("console-as-planned") : <bdi>{each.reason}</bdi>}</td>
          <td title={each.actor}>
            {each.actor === CLOCK ? (
              t("console-clock")
            ) : (
              <>
                {t(`kit-role-${each.role}`)} <bdi class="log-subject">{each.actor.slice(0, SUBJECT_SHOWN)}</bdi>
              </>
            )}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

import { count } from "../../kit/numbers";
import { t } from "../../kit/text";

/** Why something is suspicious, in words; a code that we have no words for is shown as it is. */
export const Reasons = ({ reasons, most = reasons.length }: { reasons: readonly string[]; most?: number }) => (
  <ul class="reasons">
    {reasons.slice(0, most).map((reason) => (
      <li key={reason}>{explainReason(reason)}</li>
    ))}
  </ul>
);

function explainReason(reason: string): string {
  const [code = "", number = "0"] = reason.split(":");
  const id = `console-why-${code}`;
  const words = t(id, { count: count(Number(number)) });
  return words === id ? reason : words;
}

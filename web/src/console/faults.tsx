import { AlertIcon } from "../kit/icons";
import { t } from "../kit/text";

/** The books are checked all the time; when they are wrong, nothing on the page is more urgent. */
export function Faults({ faults }: { faults: readonly string[] }) {
  if (faults.length === 0) return null;
  return (
    <section class="faults" role="alert">
      <AlertIcon />
      <div>
        <h2>{t("console-faults")}</h2>
        <p>{t("console-faults-advice")}</p>
        <ul lang="en" dir="ltr">
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      </div>
    </section>
  );
}

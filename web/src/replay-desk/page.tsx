import { Colophon, Masthead } from "../kit/masthead";
import { Notice } from "../kit/notice";
import { session as person } from "../kit/session";
import { SignOut } from "../kit/sign-out";
import { t } from "../kit/text";
import { names, openDesk, openSession, problem, session } from "./desk";
import { Ordering } from "./ordering";
import { RecorderStrips } from "./recorder-strip";
import { TakeList } from "./take-list";
import { Timeline } from "./timeline";
import { Wall } from "./wall";

export const READERS: readonly string[] = ["replay", "operator", "auditor"];
const KEYS = ["step", "second", "camera", "mark", "trigger", "record", "publish", "air"] as const;

export function DeskPage() {
  return (
    <>
      <Masthead>
        {person.value && (
          <SignOut
            onError={(error) => {
              problem.value = error;
            }}
          />
        )}
      </Masthead>
      <main id="content" class="desk" tabIndex={-1}>
        <h1>{t("desk-title")}</h1>
        <Content />
      </main>
      <Colophon />
    </>
  );
}

function Content() {
  if (person.value === undefined) return <p>{t("kit-loading")}</p>;
  if (person.value === null || !READERS.includes(person.value.role)) return <p class="notice">{t("desk-gate")}</p>;
  const mayAct = person.value.role === "replay";
  return (
    <>
      {problem.value !== undefined && <Notice error={problem.value} onRetry={() => void openDesk()} />}
      <RecorderStrips mayAct={mayAct} />
      {names.value?.length === 0 && <p class="soft">{t("desk-no-sessions")}</p>}
      {names.value && names.value.length > 0 && <Choice all={names.value} />}
      {session.value && (
        <div class="desk-room">
          <Wall session={session.value} />
          <Timeline session={session.value} />
          {mayAct && <Ordering />}
          <Keys />
        </div>
      )}
      <section class="desk-takes" aria-labelledby="takes">
        <h2 id="takes">{t("desk-takes")}</h2>
        <TakeList mayAct={mayAct} />
      </section>
    </>
  );
}

function Choice({ all }: { all: readonly string[] }) {
  return (
    <label class="field desk-session">
      <span>{t("desk-session")}</span>
      <select value={session.value?.name ?? ""} onChange={(event) => void openSession(event.currentTarget.value)}>
        {all.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Keys() {
  return (
    <details class="keys">
      <summary>{t("desk-keys")}</summary>
      <dl>
        {KEYS.map((key) => (
          <div key={key}>
            <dt dir="ltr">{SHOWN[key]}</dt>
            <dd>{t(`desk-key-${key}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

const SHOWN: Readonly<Record<(typeof KEYS)[number], string>> = {
  step: "← →",
  second: "Shift + ← →",
  camera: "↑ ↓",
  mark: "S",
  trigger: "T",
  record: "R",
  publish: "P",
  air: "A",
};

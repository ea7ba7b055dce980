import { AlertIcon, CompareIcon } from "../../kit/icons";
import { Notice } from "../../kit/notice";
import { explainCode, t } from "../../kit/text";
import type { QuestionAnswer } from "../answers";
import { asking as asked } from "../address";
import { ask, asking, type Voice } from "../asking";
import { Go } from "../go";
import { Passage } from "../parts/passage";
import { QuestionField } from "../parts/question-field";
import { Visitor } from "../parts/visitor";
import { place } from "../place";
import { collections } from "../shelf";

const EXAMPLES = ["library-example-luggage", "library-example-bus", "library-example-centres"];

export function AskView() {
  const now = place.value;
  if (now.view !== "ask") return null;
  const isAsked = now.question !== null;
  return (
    <div class="ask" data-asked={isAsked}>
      <header class="ask-head">
        <h1>{t("library-ask-title")}</h1>
        {!isAsked && <p class="ask-lead">{t("library-ask-lead")}</p>}
        <QuestionField />
        {!isAsked && <Beginning within={now.within} />}
      </header>
      {now.question !== null && <Outcome again={() => void ask(now.question ?? "", now.within, true)} />}
    </div>
  );
}

/** What stands below the field before anything was asked. */
function Beginning({ within }: { within: number | null }) {
  const known = collections.value;
  if (known && !known.installed) {
    return (
      <div class="notice" role="alert">
        <AlertIcon />
        <p>{explainCode("library.not_installed")}</p>
      </div>
    );
  }
  const isEmpty = known !== undefined && known.collections.every(({ documents }) => documents === 0);
  return (
    <>
      {isEmpty ? (
        <p class="soft">{t("library-empty")}</p>
      ) : (
        <section class="examples" aria-labelledby="examples-title">
          <h2 id="examples-title">{t("library-examples")}</h2>
          <ul>
            {EXAMPLES.map((id) => (
              <li key={id}>
                <Go to={asked(t(id), within)} class="example">
                  {t(id)}
                </Go>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Visitor />
    </>
  );
}

function Outcome({ again }: { again: () => void }) {
  const now = asking.value;
  switch (now.phase) {
    case "none":
    case "searching":
      return (
        <section class="outcome" aria-busy="true" aria-label={t("library-answer")}>
          <p class="searching soft">{t("library-searching")}</p>
        </section>
      );
    case "failed":
      return (
        <section class="outcome" aria-label={t("library-answer")}>
          <Notice error={now.error} onRetry={again} />
        </section>
      );
    case "answered": {
      const { answer, voice } = now;
      return (
        <section class="outcome" lang={voice.tag} dir={voice.direction} aria-label={voice.words("library-answer")}>
          {answer.is_quick && <Quick voice={voice} again={again} />}
          {answer.found ? <Found answer={answer} voice={voice} /> : <NotFound voice={voice} />}
        </section>
      );
    }
  }
}

/** The thorough search had no time, so asking again may find more. */
const Quick = ({ voice: { words }, again }: { voice: Voice; again: () => void }) => (
  <p class="quick">
    <strong class="chip-mark">{words("library-quick")}</strong>
    <span>{words("library-quick-text")}</span>
    <button type="button" class="link" onClick={again}>
      {words("library-ask-again")}
    </button>
  </p>
);

function Found({ answer: { passages, differ }, voice }: { answer: QuestionAnswer; voice: Voice }) {
  const [first, ...others] = passages;
  if (!first) return null;
  return (
    <>
      {differ ? (
        <>
          <div class="differ">
            <CompareIcon />
            <div>
              <h2>{voice.words("library-differ-title")}</h2>
              <p>{voice.words("library-differ-text")}</p>
            </div>
          </div>
          <ul class="passages-beside">
            {passages.map((passage) => (
              <li key={keyOf(passage)}>
                <Passage passage={passage} voice={voice} size="beside" />
              </li>
            ))}
          </ul>
        </>
      ) : (
        <>
          <Passage passage={first} voice={voice} size="first" />
          {others.length > 0 && (
            <section class="others" aria-labelledby="others-title">
              <h2 id="others-title">{voice.words("library-more")}</h2>
              <ul>
                {others.map((passage) => (
                  <li key={keyOf(passage)}>
                    <Passage passage={passage} voice={voice} size="other" />
                  </li>
                ))}
              </ul>
            </section>
          )}
        </>
      )}
    </>
  );
}

const keyOf = ({ chunk, quote }: QuestionAnswer["passages"][number]): string => `${chunk} ${quote[0]}`;

/** Kindly, with what happens now and what she can do. */
function NotFound({ voice: { words } }: { voice: Voice }) {
  return (
    <div class="not-found">
      <h2>{words("library-not-found-title")}</h2>
      <p>{words("library-not-found-text")}</p>
      <ul>
        <li>{words("library-not-found-tips")}</li>
        <li>{words("library-not-found-noted")}</li>
      </ul>
      <Visitor words={words} />
    </div>
  );
}

import { useEffect } from "preact/hooks";
import { announce } from "../../kit/announcer";
import { formatMoment } from "../../kit/dates";
import { CheckIcon } from "../../kit/icons";
import { Notice } from "../../kit/notice";
import { session } from "../../kit/session";
import { t } from "../../kit/text";
import type { UnansweredAnswer } from "../answers";
import { asking } from "../address";
import { Go } from "../go";
import { loadUnanswered, settle, unanswered, unansweredError } from "../unanswered";

export function UnansweredView() {
  useEffect(() => {
    void loadUnanswered();
  }, []);
  const now = unanswered.value;
  return (
    <div class="lists">
      <header class="lists-head">
        <h1>{t("library-unanswered-title")}</h1>
      </header>
      <p class="lead soft">{t("library-unanswered-lead")}</p>
      {unansweredError.value !== undefined && <Notice error={unansweredError.value} onRetry={() => void loadUnanswered()} />}
      {now?.questions.length === 0 && <p class="soft">{t("library-unanswered-none")}</p>}
      {now && now.questions.length > 0 && (
        <ul class="entries">
          {now.questions.map((each) => (
            <li key={each.id}>
              <Question question={each} />
            </li>
          ))}
        </ul>
      )}
      {now && now.next !== null && (
        <button type="button" class="button" onClick={() => void loadUnanswered(true)}>
          {t("kit-load-more")}
        </button>
      )}
    </div>
  );
}

function Question({ question: { id, asked_at, text, language, noc, times } }: { question: UnansweredAnswer }) {
  const take = async () => {
    await settle(id);
    announce(t("library-settled"));
  };
  return (
    <article class="entry">
      <div>
        <h2>
          <Go to={asking(text)}>
            <bdi lang={language}>{text}</bdi>
          </Go>
        </h2>
        <ul class="facts">
          <li>
            <time class="figure" dateTime={asked_at}>
              {formatMoment(asked_at)}
            </time>
          </li>
          <li>{t("library-times", { count: times })}</li>
          {noc !== null && <li>{t("library-of-committee", { noc })}</li>}
        </ul>
      </div>
      {session.value?.role === "operator" && (
        <button type="button" class="button button-quiet" onClick={() => void take()}>
          <CheckIcon />
          {t("library-settle")}
          <span class="unseen" dir="auto">
            : {text}
          </span>
        </button>
      )}
    </article>
  );
}

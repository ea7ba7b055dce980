import { useSignal } from "@preact/signals";
import { announce } from "../../kit/announcer";
import { formatMoment } from "../../kit/dates";
import { listSchemes, type Scheme } from "../../kit/gifts";
import { PauseIcon, PlayIcon, StopIcon } from "../../kit/icons";
import { Notice } from "../../kit/notice";
import { count } from "../../kit/numbers";
import { session } from "../../kit/session";
import { t } from "../../kit/text";
import { actOnScheme, readSchemeFigures, type Word } from "../api";
import { ReasonDialog } from "../reason-dialog";
import { useRemote } from "../remote";
import { DrawsPart } from "./draws";

const LOOK_AGAIN_MS = 5_000;
const WORDS: Readonly<Record<Scheme["state"], readonly Word[]>> = { open: ["pause", "close"], paused: ["resume", "close"], closed: [] };
const ICONS = { pause: PauseIcon, resume: PlayIcon, close: StopIcon };
const DO_NAMES = { pause: "console-do-pause", resume: "console-do-resume", close: "console-do-close" };
const EFFECTS = { pause: "console-invites-pause-effect", resume: "console-invites-resume-effect", close: "console-invites-close-effect" };

/** Invitations with their figures, and draws. */
export function InvitesRoom() {
  const listed = useRemote(listSchemes, LOOK_AGAIN_MS);
  return (
    <>
      <header class="room-head">
        <h1>{t("console-room-invites")}</h1>
      </header>
      <section class="room-part" aria-labelledby="invites-title">
        <h2 id="invites-title">{t("console-invites")}</h2>
        {listed.error !== undefined && <Notice error={listed.error} onRetry={() => void listed.reload()} />}
        {listed.value?.length === 0 && <p class="soft">{t("console-invites-none")}</p>}
        <ul class="entries">
          {listed.value?.map((scheme) => (
            <SchemeEntry key={scheme.id} scheme={scheme} onDone={listed.reload} />
          ))}
        </ul>
      </section>
      <DrawsPart />
    </>
  );
}

function SchemeEntry({ scheme, onDone }: { scheme: Scheme; onDone: () => Promise<void> }) {
  const asked = useSignal<Word | null>(null);
  const figures = useRemote(() => readSchemeFigures(scheme.id), LOOK_AGAIN_MS, scheme.id);
  const number = String(scheme.id);
  const now = figures.value;
  return (
    <li class="entry">
      <div>
        <h3>{t("console-scheme", { number })}</h3>
        <p class="state" data-state={scheme.state}>
          {t(`console-state-${scheme.state}`)}
        </p>
        <ul class="times">
          <li>{t("console-opens-at", { time: formatMoment(scheme.opens_at) })}</li>
          <li>{t("console-closes-at", { time: formatMoment(scheme.closes_at) })}</li>
        </ul>
        {now && (
          <dl class="small-figures">
            <SmallFigure name={t("console-members")} value={now.members} />
            <SmallFigure name={t("console-accepted")} value={now.accepted} />
            <SmallFigure name={t("console-counted")} value={now.counted} />
          </dl>
        )}
      </div>
      {session.value?.role === "operator" && (
        <div class="controls">
          {WORDS[scheme.state].map((word) => {
            const ActIcon = ICONS[word];
            return (
              <button key={word} type="button" class="button" onClick={() => (asked.value = word)}>
                <ActIcon />
                {t(DO_NAMES[word])}
                <span class="unseen">: {t("console-scheme", { number })}</span>
              </button>
            );
          })}
        </div>
      )}
      {asked.value && <SchemeDialog scheme={scheme} word={asked.value} onDone={onDone} onClose={() => (asked.value = null)} />}
    </li>
  );
}

export const SmallFigure = ({ name, value }: { name: string; value: number }) => (
  <div>
    <dt>{name}</dt>
    <dd class="figure">{count(value)}</dd>
  </div>
);

interface SchemeDialogProps {
  readonly scheme: Scheme;
  readonly word: Word;
  readonly onDone: () => Promise<void>;
  readonly onClose: () => void;
}

function SchemeDialog({ scheme, word, onDone, onClose }: SchemeDialogProps) {
  const perform = async (reason: string) => {
    await actOnScheme(scheme.id, word, reason);
    announce(t("console-saved"));
    await onDone();
    return null;
  };
  return (
    <ReasonDialog
      title={`${t(DO_NAMES[word])}: ${t("console-scheme", { number: String(scheme.id) })}`}
      effect={t(EFFECTS[word])}
      confirm={t(DO_NAMES[word])}
      perform={perform}
      onClose={onClose}
    />
  );
}

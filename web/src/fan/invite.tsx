import { useSignal } from "@preact/signals";
import { announce } from "../kit/announcer";
import type { MyInvites, Scheme } from "../kit/gifts";
import { CheckIcon, CopyIcon, ShareIcon } from "../kit/icons";
import { Notice } from "../kit/notice";
import { count } from "../kit/numbers";
import { explain, t } from "../kit/text";
import { acceptCode, myInvites, obtainCode, scheme } from "./gifts";
import { linkOf, typedByLink } from "./invitation-link";

const CODE_LENGTH_MAX = 40;
/** What keeps the parts of a text apart on our pages is of no use in a message elsewhere. */
const ISOLATES = /[\u2068\u2069]/g;

/** Her code for friends, what it has brought, and the field for a friend's code. */
export function Invite() {
  const open = scheme.value;
  if (!open) return null;
  const mine = myInvites.value;
  return (
    <section class="gifts invite" aria-labelledby="invite-title">
      <div class="invite-mine">
        <h2 id="invite-title">{t("fan-invite")}</h2>
        <p class="gifts-lead">{t("fan-invite-lead")}</p>
        {mine?.code ? <Code code={mine.code} /> : <GetCode open={open} />}
        {mine?.code && <Brought open={open} mine={mine} />}
        {mine?.was_invited && (
          <p class="invite-was">
            <CheckIcon />
            {t("fan-invited-was")}
          </p>
        )}
      </div>
      {!mine?.was_invited && <Typing />}
    </section>
  );
}

function GetCode({ open }: { open: Scheme }) {
  const busy = useSignal(false);
  const error = useSignal<unknown>(undefined);
  const obtain = async () => {
    busy.value = true;
    error.value = undefined;
    try {
      await obtainCode(open);
    } catch (wrong) {
      error.value = wrong;
    } finally {
      busy.value = false;
    }
  };
  return (
    <>
      <button type="button" class="button" aria-busy={busy.value} disabled={busy.value} onClick={() => void obtain()}>
        {t("fan-invite-get")}
      </button>
      {error.value !== undefined && <Notice error={error.value} />}
    </>
  );
}

function Code({ code }: { code: string }) {
  const copy = () => navigator.clipboard.writeText(code).then(() => announce(t("fan-invite-copied")), () => undefined);
  // Who closes the sheet of the system without choosing anybody has done nothing wrong.
  const share = () =>
    navigator.share({ text: t("fan-invite-text", { code }).replace(ISOLATES, ""), url: linkOf(code) }).catch(() => undefined);
  return (
    <>
      <p class="code">
        <span class="unseen">{t("fan-invite-code")}: </span>
        <output dir="ltr" translate={false}>
          {code}
        </output>
      </p>
      <div class="gifts-acts">
        <button type="button" class="button" onClick={() => void copy()}>
          <CopyIcon />
          {t("fan-invite-copy")}
        </button>
        {"share" in navigator && (
          <button type="button" class="button" onClick={() => void share()}>
            <ShareIcon />
            {t("fan-invite-share")}
          </button>
        )}
      </div>
    </>
  );
}

function Brought({ open, mine }: { open: Scheme; mine: MyInvites }) {
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: open.zone }).format(new Date());
  const next = open.daily_tickets.find(({ day, invitations }) => day === today && invitations > mine.accepted_today);
  return (
    <ul class="gifts-facts figure">
      <li>{t("fan-invite-accepted", { count: count(mine.accepted) })}</li>
      <li>{t("fan-invite-rewarded", { count: count(mine.rewarded), most: count(open.inviter_occasions.length) })}</li>
      {next && <li>{t("fan-invite-today", { count: count(mine.accepted_today), wanted: count(next.invitations) })}</li>}
    </ul>
  );
}

function Typing() {
  const code = useSignal(typedByLink());
  const wrong = useSignal<string | null>(null);
  const busy = useSignal(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value || code.value.trim() === "") return;
    busy.value = true;
    wrong.value = null;
    try {
      await acceptCode(code.value.trim());
    } catch (error) {
      wrong.value = explain(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <form class="invite-typing" noValidate onSubmit={(event) => void submit(event)}>
      <h3>{t("fan-invited-title")}</h3>
      <div class="field">
        <label class="field-label" for="friends-code">
          {t("fan-invited-code")}
        </label>
        <div class="invite-field">
          <input
            class="field-input"
            id="friends-code"
            dir="ltr"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            maxLength={CODE_LENGTH_MAX}
            aria-describedby="friends-code-wrong"
            aria-invalid={wrong.value !== null}
            value={code.value}
            onInput={(event) => (code.value = event.currentTarget.value)}
          />
          <button type="submit" class="button" aria-busy={busy.value}>
            {t("fan-invited-use")}
          </button>
        </div>
        <p class="field-error" id="friends-code-wrong" role="alert">
          {wrong.value}
        </p>
      </div>
    </form>
  );
}

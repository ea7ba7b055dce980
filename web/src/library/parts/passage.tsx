import { useSignal } from "@preact/signals";
import { announce } from "../../kit/announcer";
import { LinkIcon, PageIcon } from "../../kit/icons";
import type { PassageAnswer } from "../answers";
import type { PagePlace } from "../address";
import type { Voice } from "../asking";
import { Go } from "../go";
import { hrefOf } from "../place";
import { Source } from "./source";

/** Characters from which on a quotation is set smaller. */
const LENGTHY = 180;

interface PassageProps {
  readonly passage: PassageAnswer;
  readonly voice: Voice;
  /** The best one, one of several side by side, or one of the rest. */
  readonly size: "first" | "beside" | "other";
}

export const placeOf = ({ version, page, chunk, quote: [start, end] }: PassageAnswer): PagePlace => ({
  view: "page",
  version,
  page,
  cited: { chunk, start, end },
});

/** A quotation to the letter, in its own language and direction, and where it stands. */
export function Passage({ passage, voice, size }: PassageProps) {
  const { quotation, before, after, language } = passage;
  const hasContext = before.trim() !== "" || after.trim() !== "";
  return (
    <figure class="passage" data-size={size} data-length={quotation.length > LENGTHY ? "long" : "short"}>
      <blockquote lang={language} dir="auto">
        <p>{quotation}</p>
      </blockquote>
      <figcaption>
        <Source passage={passage} voice={voice} />
        {hasContext && (
          <details class="context">
            <summary>{voice.words("library-context")}</summary>
            <p lang={language} dir="auto">
              {before}
              <mark>{quotation}</mark>
              {after}
            </p>
          </details>
        )}
        <div class="passage-acts">
          <Go to={placeOf(passage)} class="button">
            <PageIcon />
            {voice.words("library-show-page")}
          </Go>
          <CopyLink to={placeOf(passage)} voice={voice} />
        </div>
      </figcaption>
    </figure>
  );
}

/** Copies the permanent address of a citation; shows it where the browser does not let us copy. */
function CopyLink({ to, voice: { words } }: { to: PagePlace; voice: Voice }) {
  const isCopied = useSignal(false);
  const byHand = useSignal<string | null>(null);
  const copy = async () => {
    const address = citationAddress(to);
    try {
      await navigator.clipboard.writeText(address);
      isCopied.value = true;
      announce(words("library-copied"));
    } catch {
      byHand.value = address;
    }
  };
  return (
    <>
      <button type="button" class="button button-quiet" onClick={() => void copy()}>
        <LinkIcon />
        {words(isCopied.value ? "library-copied" : "library-copy-link")}
      </button>
      {byHand.value !== null && (
        <label class="by-hand">
          <span>{words("library-copy-by-hand")}</span>
          <input class="field-input" dir="ltr" readOnly value={byHand.value} onFocus={(event) => event.currentTarget.select()} />
        </label>
      )}
    </>
  );
}

/** Without the language of this page, so that everybody reads it in her own. */
function citationAddress(to: PagePlace): string {
  const address = new URL(hrefOf(to), location.href);
  address.searchParams.delete("lang");
  return address.href;
}

import { useEffect, useRef, useState } from "preact/hooks";
import { DownloadIcon } from "../kit/icons";
import { t } from "../kit/text";
import { addressOf, CLIP, has, MODEL, MOVING, POSTER, STROBE, type Take } from "./takes";
import type { Viewer } from "./viewer";

type Kind = "clip" | "moving" | "model" | "strobe";

const FILES: Readonly<Record<Kind, string>> = { clip: CLIP, moving: MOVING, model: MODEL, strobe: STROBE };
const KINDS: readonly Kind[] = ["clip", "moving", "model", "strobe"];

/** A take as a clip of the instant, as one in which time runs, as a model to turn, as one picture of several instants: what of them there is. */
export function Player({ take }: { take: Take }) {
  const kinds = KINDS.filter((kind) => has(take, FILES[kind]));
  const [kind, setKind] = useState<Kind>(kinds[0] ?? "clip");
  return (
    <div class="replay-player">
      <div class="replay-stage">
        {kind === "clip" && <Clip key={CLIP} take={take} file={CLIP} label={t("replay-clip-label", { name: take.order.session })} />}
        {kind === "moving" && <Clip key={MOVING} take={take} file={MOVING} label={t("replay-moving-label", { name: take.order.session })} />}
        {kind === "model" && <Model take={take} />}
        {kind === "strobe" && <img class="replay-strobe" src={addressOf(take, STROBE)} alt={t("replay-strobe-alt", { name: take.order.session })} />}
      </div>
      <div class="replay-bar">
        <div class="replay-kinds" role="group" aria-label={t("replay-kinds")}>
          {kinds.map((each) => (
            <button key={each} type="button" class="button-bare replay-kind" aria-pressed={each === kind} onClick={() => setKind(each)}>
              {t(`replay-kind-${each}`)}
            </button>
          ))}
        </div>
        <a class="button button-quiet" href={addressOf(take, FILES[kind])} download={`${take.order.session}-${take.id}-${FILES[kind]}`}>
          <DownloadIcon />
          <span class="button-word">{t("replay-download")}</span>
        </a>
      </div>
    </div>
  );
}

function Clip({ take, file, label }: { take: Take; file: string; label: string }) {
  const poster = has(take, POSTER) ? addressOf(take, POSTER) : undefined;
  return (
    <video controls loop muted playsInline preload="metadata" poster={poster} src={addressOf(take, file)} aria-label={label} />
  );
}

/** The model; three.js comes only when somebody wants to turn it. */
function Model({ take }: { take: Take }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<"opening" | "open" | "failed">("opening");
  useEffect(() => {
    let viewer: Viewer | undefined;
    let isGone = false;
    void import("./viewer")
      .then(async ({ openViewer }) => {
        if (!canvas.current || isGone) return;
        viewer = await openViewer(canvas.current, addressOf(take, MODEL));
        if (isGone) viewer.close();
        else setState("open");
      })
      .catch(() => setState("failed"));
    return () => {
      isGone = true;
      viewer?.close();
    };
  }, [take.id]);
  return (
    <div class="replay-model" data-state={state}>
      <canvas ref={canvas} tabIndex={0} role="img" aria-label={t("replay-model-label", { name: take.order.session })} />
      {state === "opening" && <p role="status">{t("replay-model-opening")}</p>}
      {state === "failed" && <p role="alert">{t("replay-model-failed")}</p>}
      {state === "open" && <p class="replay-hint">{t("replay-model-hint")}</p>}
    </div>
  );
}

import { useState } from "preact/hooks";
import { t } from "../kit/text";
import { leading, pictureOf, rested, type Session, takes } from "./desk";

const WALL_PX = 320;

/** What every camera shows at the instant, and what is known of its health. */
export function Wall({ session }: { session: Session }) {
  return (
    <ul class="wall" aria-label={t("desk-wall")}>
      {session.cameras.map(({ id }) => (
        <li key={id}>
          <Tile session={session} camera={id} />
        </li>
      ))}
    </ul>
  );
}

function Tile({ session, camera }: { session: Session; camera: string }) {
  const time = rested.value;
  const address = pictureOf(session.name, camera, time, WALL_PX);
  const [lost, setLost] = useState<string | null>(null);
  const isLost = lost === address;
  const dropped = droppedIn(session.name, camera);
  const health = isLost ? "lost" : dropped === null ? "well" : "dropped";
  return (
    <button
      type="button"
      class="tile"
      data-health={health}
      aria-pressed={leading.value === camera}
      title={dropped ?? undefined}
      onClick={() => {
        leading.value = camera;
      }}
    >
      {isLost ? (
        <span class="tile-lost">{t("desk-no-picture")}</span>
      ) : (
        <img src={address} alt="" width="320" height="180" decoding="async" onError={() => setLost(address)} />
      )}
      <span class="tile-name">
        <span class="tile-dot" />
        <span dir="ltr">{camera}</span>
        <span class="unseen">{t(`desk-health-${health}`)}</span>
      </span>
    </button>
  );
}

/** Why the newest take of this session went without a camera; null where it used it, or there is none. */
function droppedIn(session: string, camera: string): string | null {
  const newest = takes.value.find(({ order, provenance }) => order.session === session && provenance !== null);
  return newest?.provenance?.cameras.find(({ id }) => id === camera)?.dropped ?? null;
}

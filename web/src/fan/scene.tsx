import { useLayoutEffect, useRef } from "preact/hooks";
import type { Claim } from "../kit/contract";
import { money } from "../kit/money";
import { t } from "../kit/text";
import { playOpening } from "./motion";

interface SceneProps {
  readonly claim: Claim | undefined;
  readonly reveals: number;
  readonly onPress: () => void;
}

/** The drawn envelope: closed, or open with the amount on its card. A picture beside the button, not a second button. */
export function Scene({ claim, reveals, onPress }: SceneProps) {
  const scene = useRef<HTMLDivElement>(null);
  const played = useRef(reveals);
  useLayoutEffect(() => {
    if (!scene.current || !claim || played.current === reveals) return;
    played.current = reveals;
    return playOpening(scene.current, claim.amount_minor, (minor) => money(minor, claim.currency));
  }, [reveals, claim]);
  const amount = claim ? money(claim.amount_minor, claim.currency) : "";
  return (
    <div class="scene" ref={scene} data-open={claim ? "" : undefined} onClick={onPress}>
      <div class="scene-glow" />
      <Tiers />
      <div class="envelope">
        <Back />
        {claim && (
          <div class="card">
            <p class="card-yours">{t("fan-yours")}</p>
            <p class="card-amount figure" data-length={Math.min(14, amount.length)}>
              <bdi>{amount}</bdi>
            </p>
          </div>
        )}
        <Front />
      </div>
    </div>
  );
}

/** The colours that the drawings share, once a page. */
export const Paints = () => (
  <svg class="unseen" aria-hidden="true" focusable="false">
    <defs>
      <linearGradient id="paint-pocket" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="#c62a1f" />
        <stop offset="1" stop-color="#a31a12" />
      </linearGradient>
      <linearGradient id="paint-flap" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="#b8231a" />
        <stop offset="1" stop-color="#d5382b" />
      </linearGradient>
      <linearGradient id="paint-lining" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="#8f150e" />
        <stop offset="1" stop-color="#6d0e09" />
      </linearGradient>
      <linearGradient id="paint-raised" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="#a51c13" />
        <stop offset="1" stop-color="#8d140d" />
      </linearGradient>
      <radialGradient id="paint-gold" cx="0.38" cy="0.3" r="0.8">
        <stop offset="0" stop-color="#fbe9bd" />
        <stop offset="0.55" stop-color="#e6bf6d" />
        <stop offset="1" stop-color="#b98a35" />
      </radialGradient>
      <clipPath id="clip-pocket">
        <path d={POCKET} />
      </clipPath>
    </defs>
  </svg>
);

const POCKET = "M0 66Q130 128 260 66V324a16 16 0 0 1-16 16H16a16 16 0 0 1-16-16Z";

const Back = () => (
  <svg class="envelope-part" viewBox="0 0 260 340" aria-hidden="true" focusable="false">
    <rect width="260" height="340" rx="16" fill="url(#paint-lining)" />
    <path class="flap-raised" d="M0 22V-46Q0-58 11-64Q130-142 249-64Q260-58 260-46V22Z" fill="url(#paint-raised)" />
  </svg>
);

const TIER_RADII = [70, 96, 122, 148, 174, 200];

const Front = () => (
  <svg class="envelope-part envelope-front" viewBox="0 0 260 340" aria-hidden="true" focusable="false">
    <path d={POCKET} fill="url(#paint-pocket)" />
    <g clip-path="url(#clip-pocket)" fill="none" stroke="#f0c97c" stroke-width="1.1">
      {TIER_RADII.map((radius, index) => (
        <circle key={radius} cx="130" cy="372" r={radius} stroke-opacity={0.5 - index * 0.07} />
      ))}
    </g>
    <path class="pocket-edge" d="M0 66Q130 128 260 66" fill="none" stroke="#ef8a6c" stroke-opacity="0.55" />
    <g class="flap">
      <path d="M0 74V16A16 16 0 0 1 16 0H244a16 16 0 0 1 16 16V74Q130 172 0 74Z" fill="url(#paint-flap)" />
      <path d="M12 70V20a8 8 0 0 1 8-8H240a8 8 0 0 1 8 8V70Q130 154 12 70Z" fill="none" stroke="#f0c97c" stroke-opacity="0.5" />
      <g class="seal">
        <circle cx="130" cy="120" r="35" fill="#5f0d08" opacity="0.35" />
        <circle cx="130" cy="117" r="34" fill="url(#paint-gold)" />
        <circle cx="130" cy="117" r="28.5" fill="none" stroke="#9b6f22" stroke-opacity="0.7" stroke-width="1" stroke-dasharray="1.5 3.5" stroke-linecap="round" />
        <g fill="none" stroke="#8f2413" stroke-width="3.2" stroke-linecap="round">
          <path d="M113 118a17 17 0 0 0 34 0" />
          <path d="M120.5 118a9.5 9.5 0 0 0 19 0" />
        </g>
        <circle cx="130" cy="110" r="4.6" fill="#8f2413" />
      </g>
    </g>
  </svg>
);

const Tiers = () => (
  <svg class="scene-tiers" viewBox="0 0 400 240" fill="none" stroke="currentColor" aria-hidden="true" focusable="false">
    {[196, 170, 144, 118].map((radius) => (
      <path key={radius} d={`M${200 - radius} 20a${radius} ${radius} 0 0 0 ${radius * 2} 0`} />
    ))}
  </svg>
);

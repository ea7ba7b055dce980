import type { Verdict } from "./checks";

/** The seal of the proof: an empty ring while the checks run, drawn while the seed is sealed, of gold in the end. */
export const Seal = ({ verdict }: { verdict: Verdict | null }) => (
  <svg class="proof-seal" viewBox="0 0 80 80" data-verdict={verdict ?? undefined} aria-hidden="true" focusable="false">
    <circle class="proof-seal-ring" cx="40" cy="40" r="36" fill="none" stroke-dasharray="2 4" stroke-linecap="round" />
    <g class="proof-seal-stamp" fill="none" stroke-linecap="round">
      <circle class="proof-seal-wax" cx="40" cy="40" r="31" fill="url(#paint-gold)" />
      <circle cx="40" cy="40" r="26" stroke-opacity="0.7" stroke-dasharray="1.5 3.5" />
      <path d="M25 41a15 15 0 0 0 30 0M31.5 41a8.5 8.5 0 0 0 17 0" stroke-width="3" />
      <circle class="proof-seal-light" cx="40" cy="33.5" r="4" />
    </g>
  </svg>
);

import { t } from "../../kit/text";
import type { Colour } from "../answers";

const WORDS: Readonly<Record<Colour, string>> = { gold: "games-gold", silver: "games-silver", bronze: "games-bronze" };
const PLACES: Readonly<Record<Colour, number>> = { gold: 1, silver: 2, bronze: 3 };

export const colourWord = (colour: Colour): string => t(WORDS[colour]);

/** A medal; the number in it says without colour which one. */
export const Medal = ({ colour }: { colour: Colour }) => (
  <span class="medal" data-colour={colour}>
    <span aria-hidden="true">{PLACES[colour]}</span>
    <span class="unseen">{colourWord(colour)} </span>
  </span>
);

import type { NewPool } from "../kit/contract";
import { LANGUAGES } from "../kit/language";
import { parseMajor } from "../kit/money";

export const OCCASIONS_MAX = 8;
/** Enough for the claims of one database; a pool cannot have more lanes than shares. */
const LANES_MAX = 4;

export type Draft = { readonly pool: NewPool } | { readonly wrong: string };

/** The pool that the form describes, or the id of the message that says what is wrong with it. */
export function draftPool(form: FormData): Draft {
  const field = (name: string): string => String(form.get(name) ?? "").trim();
  const titles = Object.fromEntries(
    LANGUAGES.map((language) => [language, field(`title-${language}`)] as const).filter(([, title]) => title !== ""),
  );
  if (Object.keys(titles).length === 0) return { wrong: "console-form-wrong-title" };
  const currency = field("currency").toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency)) return { wrong: "console-form-wrong-currency" };
  const totalMinor = parseMajor(field("total"), currency);
  const minimumMinor = parseMajor(field("minimum"), currency);
  if (totalMinor === null || minimumMinor === null || minimumMinor < 1) return { wrong: "console-form-wrong-amount" };
  const shares = /^\d{1,10}$/.test(field("shares")) ? Number(field("shares")) : 0;
  if (shares < 1) return { wrong: "console-form-wrong-shares" };
  if (totalMinor < shares * minimumMinor) return { wrong: "console-form-wrong-budget" };
  const occasions = [...new Set(field("occasions").split(/[,،，]/).map((name) => name.trim()))].filter(Boolean);
  if (occasions.length < 1 || occasions.length > OCCASIONS_MAX) return { wrong: "console-form-wrong-occasions" };
  const until = new Date(field("valid-until"));
  return {
    pool: {
      titles,
      shares,
      total_minor: totalMinor,
      minimum_minor: minimumMinor,
      currency,
      curve: field("curve") === "equal" ? "equal" : "uniform",
      occasions,
      lanes: Math.min(LANES_MAX, shares),
      valid_until: Number.isNaN(until.getTime()) ? null : until.toISOString(),
    },
  };
}

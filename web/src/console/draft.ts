import type { Budget, NewPool, Tier } from "../kit/contract";
import { LANGUAGES } from "../kit/language";
import { parseMajor } from "../kit/money";

export const OCCASIONS_MAX = 8;
export const TIERS_MAX = 64;
export const CURRENCY = /^[A-Z]{3}$/;
const CURVES = ["uniform", "exponential", "equal"] as const;
/** Enough for the claims of one database; a pool cannot have more lanes than shares. */
const LANES_MAX = 4;

/** What the form describes, or the id of the message that says what is wrong with it. */
export type Draft = { readonly pool: NewPool } | Wrong;
export type BudgetDraft = { readonly budget: Budget } | Wrong;
interface Wrong {
  readonly wrong: string;
}

export interface TypedTier {
  readonly shares: string;
  readonly amount: string;
}

export function draftPool(form: FormData): Draft {
  const field = (name: string): string => fieldOf(form, name);
  const titles = Object.fromEntries(
    LANGUAGES.map((language) => [language, field(`title-${language}`)] as const).filter(([, title]) => title !== ""),
  );
  if (Object.keys(titles).length === 0) return { wrong: "console-form-wrong-title" };
  const currency = field("currency").toUpperCase();
  if (!CURRENCY.test(currency)) return { wrong: "console-form-wrong-currency" };
  const draft = draftBudget(form, currency);
  if ("wrong" in draft) return draft;
  const occasions = [...new Set(field("occasions").split(/[,،，、]/).map((name) => name.trim()))].filter(Boolean);
  if (occasions.length < 1 || occasions.length > OCCASIONS_MAX) return { wrong: "console-form-wrong-occasions" };
  const [opensAt, closesAt, validUntil] = [moment(field("opens-at")), moment(field("closes-at")), moment(field("valid-until"))];
  if (opensAt !== null && closesAt !== null && closesAt <= opensAt) return { wrong: "console-form-wrong-times" };
  return {
    pool: {
      ...draft.budget,
      titles,
      currency,
      occasions,
      lanes: Math.min(LANES_MAX, draft.budget.shares),
      opens_at: opensAt,
      closes_at: closesAt,
      valid_until: validUntil,
    },
  };
}

export function draftBudget(form: FormData, currency: string): BudgetDraft {
  if (fieldOf(form, "curve") === "lottery") return draftLottery(form, currency);
  const totalMinor = parseMajor(fieldOf(form, "total"), currency);
  const minimumMinor = parseMajor(fieldOf(form, "minimum"), currency);
  if (totalMinor === null || minimumMinor === null || minimumMinor < 1) return { wrong: "console-form-wrong-amount" };
  const shares = parseShares(fieldOf(form, "shares"));
  if (shares < 1) return { wrong: "console-form-wrong-shares" };
  if (totalMinor < shares * minimumMinor) return { wrong: "console-form-wrong-budget" };
  const curve = CURVES.find((known) => known === fieldOf(form, "curve")) ?? "uniform";
  return { budget: { shares, total_minor: totalMinor, minimum_minor: minimumMinor, curve, tiers: [] } };
}

function draftLottery(form: FormData, currency: string): BudgetDraft {
  const amounts = form.getAll("tier-amount").map(String);
  const rows = form.getAll("tier-shares").map((shares, at) => ({ shares: String(shares), amount: amounts[at] ?? "" }));
  const tiers = draftTiers(rows, currency);
  if (tiers === null) return { wrong: "console-form-wrong-tiers" };
  const { shares, totalMinor } = sumOfTiers(tiers);
  // A tier may pay nothing, so the smallest one is the minimum.
  const minimumMinor = Math.min(...tiers.map((tier) => tier.amount_minor));
  return { budget: { shares, total_minor: totalMinor, minimum_minor: minimumMinor, curve: "lottery", tiers } };
}

/** The tiers as they are typed, without the rows left empty; null when one is wrong or nothing is given. */
export function draftTiers(rows: readonly TypedTier[], currency: string): readonly Tier[] | null {
  const tiers: Tier[] = [];
  for (const { shares, amount } of rows) {
    if (shares.trim() === "" && amount.trim() === "") continue;
    const tier = { shares: parseShares(shares), amount_minor: parseMajor(amount, currency) };
    if (tier.shares < 1 || tier.amount_minor === null) return null;
    tiers.push({ shares: tier.shares, amount_minor: tier.amount_minor });
  }
  return tiers.length > 0 && sumOfTiers(tiers).totalMinor > 0 ? tiers : null;
}

export const sumOfTiers = (tiers: readonly Tier[]): { shares: number; totalMinor: number } => ({
  shares: tiers.reduce((sum, tier) => sum + tier.shares, 0),
  totalMinor: tiers.reduce((sum, tier) => sum + tier.shares * tier.amount_minor, 0),
});

const fieldOf = (form: FormData, name: string): string => String(form.get(name) ?? "").trim();

const parseShares = (typed: string): number => (/^\d{1,10}$/.test(typed.trim()) ? Number(typed) : 0);

function moment(typed: string): string | null {
  const at = new Date(typed);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

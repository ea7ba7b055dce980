import { locale } from "./text";

/** Formats integer minor units in the currency's own number of fraction digits, exactly. */
export function formatMinor(minor: number | bigint, currency: string, tag: string): string {
  return write(currencyFormat(currency, tag), minor, currency);
}

/** The same, short enough for the axis of a plot: ¥3.2M. */
export function formatMinorShort(minor: number, currency: string, tag: string): string {
  const format = new Intl.NumberFormat(tag, {
    style: "currency",
    currency,
    currencyDisplay: signOf(tag),
    notation: "compact",
    maximumFractionDigits: 1,
    minimumFractionDigits: 0,
  });
  return write(format, minor, currency);
}

/** Some languages have no narrow sign of a currency but one with letters (CN¥), which falls apart from right to left. */
function write(format: Intl.NumberFormat, minor: number | bigint, currency: string): string {
  const decimal = toDecimal(minor, fractionDigits(currency)) as Intl.StringNumericLiteral;
  return format
    .formatToParts(decimal)
    .map(({ type, value }) => (type === "currency" && /^[A-Z]+\P{L}+$/u.test(value) ? narrowSign(currency) : value))
    .join("");
}

/** The narrow sign of the yuan is the yen's: to who reads Japanese it would say another amount. */
const signOf = (tag: string): "symbol" | "narrowSymbol" => (tag === "ja" ? "symbol" : "narrowSymbol");

const narrowSign = (currency: string): string =>
  currencyFormat(currency, "en").formatToParts(0).find(({ type }) => type === "currency")?.value ?? currency;

/** Minor units of an amount typed as a plain decimal, or null when it is none or finer than the currency. */
export function parseMajor(typed: string, currency: string): number | null {
  const digits = fractionDigits(currency);
  const match = /^(\d{1,12})(?:[.,](\d+))?$/.exec(typed.trim());
  if (!match || (match[2] ?? "").length > digits) return null;
  const minor = Number(match[1] + (match[2] ?? "").padEnd(digits, "0"));
  return Number.isSafeInteger(minor) ? minor : null;
}

export function fractionDigits(currency: string): number {
  return currencyFormat(currency, "en").resolvedOptions().maximumFractionDigits ?? 2;
}

/** The decimal of an integer amount, made from its digits so that no floating point comes near it. */
export function toDecimal(minor: number | bigint, digits: number): string {
  const whole = BigInt(minor);
  const sign = whole < 0n ? "-" : "";
  const figures = (whole < 0n ? -whole : whole).toString().padStart(digits + 1, "0");
  return digits === 0 ? sign + figures : `${sign}${figures.slice(0, -digits)}.${figures.slice(-digits)}`;
}

const formats = new Map<string, Intl.NumberFormat>();

function currencyFormat(currency: string, tag: string): Intl.NumberFormat {
  const key = `${tag} ${currency}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(tag, { style: "currency", currency, currencyDisplay: signOf(tag) });
    formats.set(key, format);
  }
  return format;
}

export const money = (minor: number | bigint, currency: string): string => formatMinor(minor, currency, locale());
export const moneyShort = (minor: number, currency: string): string => formatMinorShort(minor, currency, locale());

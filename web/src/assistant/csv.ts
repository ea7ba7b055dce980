/** A table as a file that spreadsheets open. Pure. */

const BYTE_ORDER_MARK = "\ufeff";
const NUMBER = /^[-+]?[\d\s.,\u066b\u066c\p{Nd}]+%?$/u;
/** A cell that begins so is a formula to a spreadsheet. */
const FORMULA = /^[=+\-@\t\r]/;

export function csvOf(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [columns, ...rows].map((cells) => cells.map(cell).join(","));
  return BYTE_ORDER_MARK + lines.map((line) => `${line}\r\n`).join("");
}

function cell(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A name for the file, from the title of the table. */
export const fileNameOf = (title: string, ending: string): string =>
  `${title.replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "grandstand"}.${ending}`;

/** Which columns hold numbers alone; those stand flush with each other. */
export const numberColumns = (columns: number, rows: readonly (readonly string[])[]): readonly boolean[] =>
  Array.from({ length: columns }, (_, at) => rows.length > 0 && rows.every((row) => isNumber(row[at] ?? "")));

const isNumber = (text: string): boolean => text === "" || text === "–" || /^[-+−]?[\p{Nd}\s.,%٫٬]+$/u.test(text.replace(/[\u2066-\u2069\u200e\u200f]/g, ""));

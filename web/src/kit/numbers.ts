import { locale } from "./text";

/** A whole number as the reader's language writes it. */
export const count = (number: number): string => new Intl.NumberFormat(locale()).format(number);

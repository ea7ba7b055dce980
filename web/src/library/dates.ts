import { locale } from "../kit/text";

/** The date that a document bears, `2030-01-15`, as a language writes it; it has no zone. */
export const formatDated = (dated: string, tag: string = locale()): string =>
  new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${dated}T00:00:00Z`));

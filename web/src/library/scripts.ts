/** Languages that are written from right to left, by their codes; documents may be in any. */
const FROM_THE_RIGHT: ReadonlySet<string> = new Set(["ar", "fa", "he", "ps", "ur", "yi"]);

export const directionOf = (language: string): "ltr" | "rtl" => (FROM_THE_RIGHT.has(language) ? "rtl" : "ltr");

/** A link carries the code behind its #, which browsers tell no server. */
const NAME = "invite";
const CODE = /^[0-9A-Za-z-]{4,40}$/;

export const linkOf = (code: string): string => `${location.origin}/#${new URLSearchParams({ [NAME]: code })}`;

/** The code of the link that she came by; empty where there is none. */
export function typedByLink(hash: string = location.hash): string {
  const code = new URLSearchParams(hash.replace(/^#/, "")).get(NAME) ?? "";
  return CODE.test(code) ? code : "";
}

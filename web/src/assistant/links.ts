/** The address of a page of ours; anything else that an answer may name is no link. Pure. */
export const ours = (link: string): string | null => (/^\/(?![/\\])/.test(link) ? link : null);

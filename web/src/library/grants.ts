/** Who may read a collection: the words of the contract, and the form that changes them. Pure. */

export interface Readers {
  readonly everyone: boolean;
  readonly nocs: boolean;
  readonly committees: readonly string[];
  readonly groups: readonly number[];
}

const CODE = /^[A-Z]{3}$/;
export const COMMITTEES_MAX = 250;

export function readGrants(grants: readonly string[]): Readers {
  return {
    everyone: grants.includes("everyone"),
    nocs: grants.includes("nocs"),
    committees: after("noc:", grants),
    groups: after("group:", grants).map(Number),
  };
}

export const writeGrants = ({ everyone, nocs, committees, groups }: Readers): readonly string[] => [
  ...(everyone ? ["everyone"] : []),
  ...(nocs ? ["nocs"] : []),
  ...committees.map((code) => `noc:${code}`),
  ...groups.map((id) => `group:${id}`),
];

/** Committees by their codes, with anything between them; null where something is no code. */
export function parseCommittees(typed: string): readonly string[] | null {
  const codes = typed.toUpperCase().split(/[\s,;、،，]+/).filter((code) => code !== "");
  if (codes.length > COMMITTEES_MAX || !codes.every((code) => CODE.test(code))) return null;
  return [...new Set(codes)].sort();
}

const PERSON = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface Members {
  readonly committees: readonly string[];
  readonly persons: readonly string[];
}

export const readMembers = (members: readonly string[]): Members => ({
  committees: after("noc:", members),
  persons: after("person:", members),
});

export const writeMembers = ({ committees, persons }: Members): readonly string[] => [
  ...committees.map((code) => `noc:${code}`),
  ...persons.map((id) => `person:${id}`),
];

/** Persons by their ids; null where something is no id. */
export function parsePersons(typed: string): readonly string[] | null {
  const ids = typed.toLowerCase().split(/[\s,;]+/).filter((id) => id !== "");
  return ids.every((id) => PERSON.test(id)) ? [...new Set(ids)] : null;
}

const after = (prefix: string, words: readonly string[]): readonly string[] =>
  words.filter((word) => word.startsWith(prefix)).map((word) => word.slice(prefix.length));

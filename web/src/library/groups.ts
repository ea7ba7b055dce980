import { signal } from "@preact/signals";
import { BRISK, persist } from "../kit/retry";
import type { GroupAnswer } from "./answers";
import { changeGroup, createGroup, deleteGroup, listGroups } from "./api";

export const groups = signal<readonly GroupAnswer[] | undefined>(undefined);
export const groupsError = signal<unknown>(undefined);

export async function loadGroups(): Promise<void> {
  try {
    groups.value = await persist(listGroups, BRISK);
    groupsError.value = undefined;
  } catch (error) {
    groupsError.value = error;
  }
}

/** Makes a group or changes one; `id` null makes it. */
export async function saveGroup(id: number | null, name: string, members: readonly string[]): Promise<void> {
  const known = id ?? (await createGroup(name)).id;
  // A new group without members is whole already.
  if (id !== null || members.length > 0) await changeGroup(known, { name, members });
  await loadGroups();
}

export async function removeGroup(id: number): Promise<void> {
  await deleteGroup(id);
  await loadGroups();
}

export function forgetGroups(): void {
  groups.value = undefined;
  groupsError.value = undefined;
}

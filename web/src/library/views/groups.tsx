import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { announce } from "../../kit/announcer";
import { BinIcon, PlusIcon } from "../../kit/icons";
import { Notice } from "../../kit/notice";
import { session } from "../../kit/session";
import { t } from "../../kit/text";
import type { GroupAnswer } from "../answers";
import { parseCommittees, parsePersons, readMembers, writeMembers } from "../grants";
import { groups, groupsError, loadGroups, removeGroup, saveGroup } from "../groups";
import { CommitteesField } from "../parts/committees-field";
import { Field } from "../parts/field";
import { FormDialog } from "../parts/form-dialog";
import { NAME_LENGTH_MAX } from "./collections";

type Asked = { readonly act: "new" } | { readonly act: "edit" | "delete"; readonly group: GroupAnswer };

export function GroupsView() {
  const asked = useSignal<Asked | null>(null);
  useEffect(() => {
    void loadGroups();
  }, []);
  const isOperator = session.value?.role === "operator";
  const close = () => (asked.value = null);
  const now = asked.value;
  return (
    <div class="lists">
      <header class="lists-head">
        <h1>{t("library-groups")}</h1>
        {isOperator && (
          <button type="button" class="button" onClick={() => (asked.value = { act: "new" })}>
            <PlusIcon />
            {t("library-new-group")}
          </button>
        )}
      </header>
      <p class="lead soft">{t("library-groups-lead")}</p>
      {groupsError.value !== undefined && <Notice error={groupsError.value} onRetry={() => void loadGroups()} />}
      {groups.value?.length === 0 && <p class="soft">{t("library-groups-none")}</p>}
      {groups.value && groups.value.length > 0 && (
        <ul class="entries">
          {groups.value.map((group) => (
            <li key={group.id}>
              <Group group={group} onAsk={isOperator ? (act) => (asked.value = { act, group }) : undefined} />
            </li>
          ))}
        </ul>
      )}
      {now?.act === "new" && <GroupDialog onClose={close} />}
      {now?.act === "edit" && <GroupDialog group={now.group} onClose={close} />}
      {now?.act === "delete" && <Deletion group={now.group} onClose={close} />}
    </div>
  );
}

function Group({ group: { name, members }, onAsk }: { group: GroupAnswer; onAsk: ((act: "edit" | "delete") => void) | undefined }) {
  const { committees, persons } = readMembers(members);
  return (
    <article class="entry">
      <div>
        <h2>
          <bdi>{name}</bdi>
        </h2>
        <ul class="facts">
          <li>{t("library-committees-count", { count: committees.length })}</li>
          <li>{t("library-persons-count", { count: persons.length })}</li>
        </ul>
        {committees.length > 0 && (
          <p class="codes" dir="ltr">
            {committees.join(" ")}
          </p>
        )}
      </div>
      {onAsk && (
        <div class="acts">
          <button type="button" class="button button-quiet" onClick={() => onAsk("edit")}>
            {t("library-edit")}
            <span class="unseen">: {name}</span>
          </button>
          <button type="button" class="button-icon" aria-label={t("library-delete-of", { title: name })} title={t("library-delete")} onClick={() => onAsk("delete")}>
            <BinIcon />
          </button>
        </div>
      )}
    </article>
  );
}

function GroupDialog({ group, onClose }: { group?: GroupAnswer; onClose: () => void }) {
  const { committees, persons } = readMembers(group?.members ?? []);
  const perform = async (form: FormData) => {
    const codes = parseCommittees(form.get("committees") as string);
    if (codes === null) return t("library-committees-wrong");
    const ids = parsePersons(form.get("persons") as string);
    if (ids === null) return t("library-persons-wrong");
    await saveGroup(group?.id ?? null, (form.get("name") as string).trim(), writeMembers({ committees: codes, persons: ids }));
    announce(t("library-saved"));
    return null;
  };
  return (
    <FormDialog title={group?.name ?? t("library-new-group")} submit={t("library-save")} perform={perform} onClose={onClose}>
      <Field id="name" name={t("library-name")}>
        <input class="field-input" id="name" name="name" dir="auto" required maxLength={NAME_LENGTH_MAX} defaultValue={group?.name ?? ""} />
      </Field>
      <CommitteesField committees={committees} />
      <Field id="persons" name={t("library-persons")} hint={t("library-persons-hint")}>
        <textarea class="field-input" id="persons" name="persons" dir="ltr" spellcheck={false} aria-describedby="persons-hint" defaultValue={persons.join("\n")} />
      </Field>
    </FormDialog>
  );
}

function Deletion({ group: { id, name }, onClose }: { group: GroupAnswer; onClose: () => void }) {
  const perform = async () => {
    await removeGroup(id);
    announce(t("library-deleted"));
    return null;
  };
  return (
    <FormDialog
      title={t("library-delete-group", { name })}
      text={t("library-delete-group-text")}
      submit={t("library-delete")}
      perform={perform}
      onClose={onClose}
    />
  );
}

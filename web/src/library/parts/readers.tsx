import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { announce } from "../../kit/announcer";
import { session } from "../../kit/session";
import { t } from "../../kit/text";
import type { CollectionAnswer } from "../answers";
import { parseCommittees, readGrants, writeGrants } from "../grants";
import { groups, loadGroups } from "../groups";
import { amendCollection } from "../shelf";
import { type Step, STEPS, stepOf, STRICTNESS } from "../strictness";
import { NAME_LENGTH_MAX } from "../views/collections";
import { CommitteesField } from "./committees-field";
import { Field } from "./field";
import { FormDialog } from "./form-dialog";

/** Name, readers and strictness of a collection. */
export function ReadersDialog({ collection, onClose }: { collection: CollectionAnswer; onClose: () => void }) {
  const now = readGrants(collection.grants ?? []);
  const step = useSignal<Step>(stepOf(collection.strictness));
  const isOperator = session.value?.role === "operator";
  useEffect(() => {
    if (isOperator) void loadGroups();
  }, [isOperator]);
  const listed = isOperator ? (groups.value ?? []) : [];
  const perform = async (form: FormData) => {
    const committees = parseCommittees(form.get("committees") as string);
    if (committees === null) return t("library-committees-wrong");
    // Groups that she does not see stay as they are.
    const unseen = now.groups.filter((id) => !listed.some((group) => group.id === id));
    const chosen = form.getAll("group").map(Number);
    await amendCollection(collection.id, {
      name: (form.get("name") as string).trim(),
      grants: writeGrants({ everyone: form.has("everyone"), nocs: form.has("nocs"), committees, groups: [...unseen, ...chosen] }),
      // What was set finer than the steps stays, as long as nobody chooses another step.
      strictness: step.value === stepOf(collection.strictness) ? collection.strictness : STRICTNESS[step.value],
    });
    announce(t("library-saved"));
    return null;
  };
  return (
    <FormDialog title={t("library-settings")} submit={t("library-save")} perform={perform} onClose={onClose}>
      <Field id="name" name={t("library-name")}>
        <input class="field-input" id="name" name="name" dir="auto" required maxLength={NAME_LENGTH_MAX} defaultValue={collection.name} />
      </Field>
      <fieldset>
        <legend class="field-label">{t("library-readers")}</legend>
        <p class="field-hint">{collection.owner === null ? t("library-readers-organisers") : t("library-readers-committee", { noc: collection.owner })}</p>
        <Choice name="everyone" isChosen={now.everyone} word={t("library-everyone")} />
        <Choice name="nocs" isChosen={now.nocs} word={t("library-nocs")} />
        {listed.map(({ id, name }) => (
          <Choice key={id} name="group" value={String(id)} isChosen={now.groups.includes(id)} word={t("library-group", { name })} />
        ))}
        <CommitteesField committees={now.committees} />
      </fieldset>
      <fieldset>
        <legend class="field-label">{t("library-strictness")}</legend>
        {STEPS.map((each) => (
          <label key={each} class="choice">
            <input type="radio" name="strictness" value={each} checked={each === step.value} onChange={() => (step.value = each)} />
            <span>
              {t(`library-strictness-${each}`)}
              <span class="field-hint">{t(`library-strictness-hint-${each}`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </FormDialog>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly value?: string;
  readonly isChosen: boolean;
  readonly word: string;
}

const Choice = ({ name, value = "on", isChosen, word }: ChoiceProps) => (
  <label class="choice">
    <input type="checkbox" name={name} value={value} defaultChecked={isChosen} />
    <bdi>{word}</bdi>
  </label>
);

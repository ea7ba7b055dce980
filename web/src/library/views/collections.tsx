import { useSignal } from "@preact/signals";
import { announce } from "../../kit/announcer";
import { PlusIcon } from "../../kit/icons";
import { Notice } from "../../kit/notice";
import { t } from "../../kit/text";
import type { CollectionAnswer } from "../answers";
import { Go } from "../go";
import { Field } from "../parts/field";
import { FormDialog } from "../parts/form-dialog";
import { Owner } from "../parts/owner";
import { Visitor } from "../parts/visitor";
import { visit } from "../place";
import { addCollection, collections, collectionsError, loadCollections } from "../shelf";

export const NAME_LENGTH_MAX = 120;

export function CollectionsView() {
  const isAsked = useSignal(false);
  const known = collections.value;
  return (
    <div class="lists">
      <header class="lists-head">
        <h1>{t("library-collections")}</h1>
        {known?.can_create && (
          <button type="button" class="button" onClick={() => (isAsked.value = true)}>
            <PlusIcon />
            {t("library-new-collection")}
          </button>
        )}
      </header>
      {collectionsError.value !== undefined && <Notice error={collectionsError.value} onRetry={() => void loadCollections()} />}
      {known && known.collections.length === 0 && <p class="soft">{t("library-collections-none")}</p>}
      {known && known.collections.length > 0 && (
        <ul class="shelves">
          {known.collections.map((each) => (
            <li key={each.id}>
              <ShelfCard collection={each} />
            </li>
          ))}
        </ul>
      )}
      {!known && collectionsError.value === undefined && <p class="searching soft">{t("kit-loading")}</p>}
      <Visitor />
      {isAsked.value && <NewCollection onClose={() => (isAsked.value = false)} />}
    </div>
  );
}

function ShelfCard({ collection: { id, name, owner, documents, pages } }: { collection: CollectionAnswer }) {
  return (
    <Go to={{ view: "collection", collection: id }} class="shelf">
      <Owner owner={owner} />
      <strong>
        <bdi>{name}</bdi>
      </strong>
      <span class="soft">
        {t("library-documents-count", { count: documents })} · {t("library-pages-count", { count: pages })}
      </span>
    </Go>
  );
}

function NewCollection({ onClose }: { onClose: () => void }) {
  const perform = async (form: FormData) => {
    const { id } = await addCollection((form.get("name") as string).trim());
    announce(t("library-created"));
    onClose();
    visit({ view: "collection", collection: id });
    return null;
  };
  return (
    <FormDialog title={t("library-new-collection")} submit={t("library-create")} perform={perform} onClose={onClose}>
      <Field id="name" name={t("library-name")}>
        <input class="field-input" id="name" name="name" dir="auto" required maxLength={NAME_LENGTH_MAX} />
      </Field>
    </FormDialog>
  );
}

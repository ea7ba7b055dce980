import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { announce } from "../../kit/announcer";
import { BackIcon, BinIcon, DownloadIcon, PeopleIcon } from "../../kit/icons";
import { Notice } from "../../kit/notice";
import { t } from "../../kit/text";
import type { CollectionAnswer } from "../answers";
import { exportAddress } from "../api";
import { Go } from "../go";
import { DocumentCard } from "../parts/document-card";
import { FormDialog } from "../parts/form-dialog";
import { Owner } from "../parts/owner";
import { ReadersDialog } from "../parts/readers";
import { DropZone } from "../parts/upload";
import { place, visit } from "../place";
import { collectionOf, collectionsError, leaveShelf, loadCollections, loadMore, openShelf, removeCollection, shelf, shelfError } from "../shelf";

export function CollectionView() {
  const now = place.value;
  const id = now.view === "collection" ? now.collection : null;
  useEffect(() => leaveShelf, []);
  useEffect(() => {
    if (id !== null) void openShelf(id);
  }, [id]);
  if (id === null) return null;
  const collection = collectionOf(id);
  const error = shelfError.value ?? collectionsError.value;
  return (
    <div class="lists">
      <p>
        <Go to={{ view: "collections" }} class="button button-quiet back">
          <BackIcon />
          {t("library-collections")}
        </Go>
      </p>
      {error !== undefined && (
        <>
          {!collection && <h1>{t("library-collections")}</h1>}
          <Notice error={error} onRetry={() => void Promise.all([loadCollections(), openShelf(id)])} />
        </>
      )}
      {collection ? (
        <>
          <Head collection={collection} />
          {collection.may_write && <DropZone collection={collection.id} />}
          <Documents collection={collection} />
        </>
      ) : (
        error === undefined && (
          <>
            <h1 class="unseen">{t("library-collections")}</h1>
            <p class="searching soft">{t("kit-loading")}</p>
          </>
        )
      )}
    </div>
  );
}

type Act = "readers" | "delete";

function Head({ collection }: { collection: CollectionAnswer }) {
  const act = useSignal<Act | null>(null);
  const close = () => (act.value = null);
  const { id, name, owner, documents, pages, may_write } = collection;
  return (
    <header class="collection-head">
      <div>
        <Owner owner={owner} />
        <h1>
          <bdi>{name}</bdi>
        </h1>
        <ul class="facts">
          <li>{t("library-documents-count", { count: documents })}</li>
          <li>{t("library-pages-count", { count: pages })}</li>
        </ul>
      </div>
      <div class="acts">
        {may_write && (
          <>
            <button type="button" class="button" onClick={() => (act.value = "readers")}>
              <PeopleIcon />
              {t("library-settings")}
            </button>
            <button type="button" class="button button-quiet" onClick={() => (act.value = "delete")}>
              <BinIcon />
              {t("library-delete")}
            </button>
          </>
        )}
        <a class="button button-quiet" href={exportAddress(id)} download>
          <DownloadIcon />
          {t("library-export")}
        </a>
      </div>
      {act.value === "readers" && <ReadersDialog collection={collection} onClose={close} />}
      {act.value === "delete" && <Deletion collection={collection} onClose={close} />}
    </header>
  );
}

function Deletion({ collection: { id, name }, onClose }: { collection: CollectionAnswer; onClose: () => void }) {
  const perform = async () => {
    await removeCollection(id);
    announce(t("library-deleted"));
    visit({ view: "collections" });
    return null;
  };
  return (
    <FormDialog
      title={t("library-delete-collection", { name })}
      text={t("library-delete-collection-text")}
      submit={t("library-delete")}
      perform={perform}
      onClose={onClose}
    />
  );
}

function Documents({ collection }: { collection: CollectionAnswer }) {
  const now = shelf.value;
  if (!now || now.collection !== collection.id) return shelfError.value === undefined ? <p class="searching soft">{t("kit-loading")}</p> : null;
  if (now.documents.length === 0) return <p class="soft">{t("library-no-documents")}</p>;
  return (
    <section aria-labelledby="documents-title">
      <h2 id="documents-title">{t("library-documents")}</h2>
      <ul class="documents">
        {now.documents.map((each) => (
          <li key={each.id}>
            <DocumentCard document={each} collection={collection} />
          </li>
        ))}
      </ul>
      {now.next !== null && (
        <button type="button" class="button" onClick={() => void loadMore()}>
          {t("kit-load-more")}
        </button>
      )}
    </section>
  );
}

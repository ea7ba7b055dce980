import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { PodiumIcon } from "../kit/icons";
import { Colophon, Masthead } from "../kit/masthead";
import { Notice } from "../kit/notice";
import { isOfficial, session } from "../kit/session";
import { SignOut } from "../kit/sign-out";
import { t } from "../kit/text";
import { asking, type Place, type View } from "./address";
import { Go } from "./go";
import { place } from "./place";
import { AskView } from "./views/ask";
import { CollectionView } from "./views/collection";
import { CollectionsView } from "./views/collections";
import { GroupsView } from "./views/groups";
import { ReaderView } from "./views/reader";
import { UnansweredView } from "./views/unanswered";

const VIEW_PAGES: Readonly<Record<View, ComponentType>> = {
  ask: AskView,
  page: ReaderView,
  collections: CollectionsView,
  collection: CollectionView,
  groups: GroupsView,
  unanswered: UnansweredView,
};

interface Room {
  readonly to: Place;
  readonly word: string;
  readonly views: readonly View[];
  readonly isOfficial?: boolean;
}

const ROOMS: readonly Room[] = [
  { to: asking(), word: "library-ask", views: ["ask"] },
  { to: { view: "collections" }, word: "library-collections", views: ["collections", "collection"] },
  { to: { view: "groups" }, word: "library-groups", views: ["groups"], isOfficial: true },
  { to: { view: "unanswered" }, word: "library-unanswered", views: ["unanswered"], isOfficial: true },
];

/** What went wrong with the session itself. */
export const sessionError = signal<unknown>(undefined);

export function LibraryPage() {
  const known = session.value;
  return (
    <>
      <Masthead>
        <a class="button button-quiet" href="/games">
          <PodiumIcon />
          <span class="button-word">{t("games-link")}</span>
        </a>
        {isOfficial() && (
          <a class="button button-quiet" href="/console">
            {t("kit-console")}
          </a>
        )}
        {known && known.role !== "fan" && <SignOut onError={(error) => (sessionError.value = error)} />}
      </Masthead>
      <Rooms />
      <main id="content" class="library" data-view={place.value.view} tabIndex={-1}>
        {sessionError.value !== undefined && <Notice error={sessionError.value} onRetry={() => location.reload()} />}
        {known !== undefined && <Body />}
      </main>
      <Colophon />
    </>
  );
}

function Rooms() {
  const now = place.value.view;
  return (
    <nav class="rooms" aria-label={t("library-nav")}>
      <ul>
        {ROOMS.filter((room) => !room.isOfficial || isOfficial()).map(({ to, word, views }) => (
          <li key={word}>
            <Go to={to} current={views.includes(now) ? "page" : undefined}>
              {t(word)}
            </Go>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Body() {
  const { view } = place.value;
  const room = ROOMS.find(({ views }) => views.includes(view));
  if (room?.isOfficial && !isOfficial()) return <Gate title={t(room.word)} />;
  const View = VIEW_PAGES[view];
  // Somebody else begins anew: nothing that only the one before her may read stays on the page.
  return <View key={session.value?.subject ?? "nobody"} />;
}

const Gate = ({ title }: { title: string }) => (
  <div class="lists">
    <h1>{title}</h1>
    <p class="soft">{t("library-gate")}</p>
  </div>
);

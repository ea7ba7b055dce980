import type { ComponentType } from "preact";
import { CalendarIcon, CupIcon, EnvelopeIcon, GlobeIcon, PageIcon, PeopleIcon, PlayIcon, PodiumIcon, ShareIcon } from "../kit/icons";
import type { CardKind } from "./answer";

const ICONS: Readonly<Record<CardKind, ComponentType>> = {
  event: CalendarIcon,
  athlete: PeopleIcon,
  delegation: GlobeIcon,
  medal_table: PodiumIcon,
  envelope: EnvelopeIcon,
  order: CupIcon,
  invite: ShareIcon,
  replay: PlayIcon,
};

export function CardIcon({ kind }: { kind: CardKind }) {
  const Icon = ICONS[kind] ?? PageIcon;
  return (
    <span class="card-icon">
      <Icon />
    </span>
  );
}

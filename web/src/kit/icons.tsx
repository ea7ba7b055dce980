import type { ComponentChildren } from "preact";

/** Icons of our own: a 24-unit grid, one stroke, no fill; they always stand beside words or in a named button. */
function Icon({ children, mirrored = false }: { children: ComponentChildren; mirrored?: boolean }) {
  return (
    <svg
      class={mirrored ? "icon icon-mirrored" : "icon"}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export const MarkIcon = () => (
  <svg class="mark" viewBox="0 0 24 24" fill="none" stroke-linecap="round" aria-hidden="true" focusable="false">
    <path d="M2.5 11a9.5 9.5 0 0 0 19 0" stroke="currentColor" stroke-width="2" />
    <path d="M6.5 11a5.5 5.5 0 0 0 11 0" stroke="currentColor" stroke-width="2" />
    <circle class="mark-light" cx="12" cy="9" r="2.6" />
  </svg>
);

export const GlobeIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M3.5 12h17M12 3.5c2.6 2.3 3.8 5.1 3.8 8.5s-1.2 6.2-3.8 8.5c-2.6-2.3-3.8-5.1-3.8-8.5s1.2-6.2 3.8-8.5Z" />
  </Icon>
);

export const SunIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="3.8" />
    <path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4" />
  </Icon>
);

export const MoonIcon = () => (
  <Icon>
    <path d="M19.5 14.3A8 8 0 0 1 9.7 4.5a8 8 0 1 0 9.8 9.8Z" />
  </Icon>
);

export const HalfIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 3.5a8.5 8.5 0 0 1 0 17Z" fill="currentColor" />
  </Icon>
);

export const ChevronIcon = () => (
  <Icon>
    <path d="m7 10 5 5 5-5" />
  </Icon>
);

export const PauseIcon = () => (
  <Icon>
    <path d="M9 6v12M15 6v12" />
  </Icon>
);

export const PlayIcon = () => (
  <Icon>
    <path d="M8 5.5v13l10-6.5Z" />
  </Icon>
);

export const StopIcon = () => (
  <Icon>
    <rect x="6.5" y="6.5" width="11" height="11" rx="1.5" />
  </Icon>
);

export const PlusIcon = () => (
  <Icon>
    <path d="M12 5.5v13M5.5 12h13" />
  </Icon>
);

export const LeaveIcon = () => (
  <Icon mirrored>
    <path d="M10 4.5H6A1.5 1.5 0 0 0 4.5 6v12A1.5 1.5 0 0 0 6 19.5h4M15 8l4 4-4 4M19 12H10" />
  </Icon>
);

export const AlertIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.5v5.5M12 16.4v.1" />
  </Icon>
);

export const PurseIcon = () => (
  <Icon>
    <path d="M4 8.5h14.5A1.5 1.5 0 0 1 20 10v8a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18V7a2 2 0 0 1 2-2h10.5v3.5M16 14h.1" />
  </Icon>
);

export const CheckIcon = () => (
  <Icon>
    <path d="m5.5 12.5 4.3 4.3L18.5 8" />
  </Icon>
);

export const CrossIcon = () => (
  <Icon>
    <path d="m7 7 10 10M17 7 7 17" />
  </Icon>
);

export const ClockIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.5V12l3 2" />
  </Icon>
);

export const SealIcon = () => (
  <Icon>
    <path d="M12 3.5 18.5 6v5.5c0 4-2.6 7.2-6.5 9-3.9-1.8-6.5-5-6.5-9V6Z" />
    <path d="m8.8 11.8 2.3 2.3 4.1-4.3" />
  </Icon>
);

export const DownloadIcon = () => (
  <Icon>
    <path d="M12 4.5v10M7.5 10.5 12 15l4.5-4.5M5 19.5h14" />
  </Icon>
);

export const CalendarIcon = () => (
  <Icon>
    <rect x="4" y="5.5" width="16" height="14" rx="1.8" />
    <path d="M4 10h16M8.5 3.5v4M15.5 3.5v4" />
  </Icon>
);

export const RaiseIcon = () => (
  <Icon>
    <path d="M12 19.5v-13M6.5 12 12 6.5l5.5 5.5" />
  </Icon>
);

export const KeyIcon = () => (
  <Icon>
    <circle cx="8.5" cy="15.5" r="4" />
    <path d="m11.5 12.5 7-7M15.5 8.5l2.5 2.5" />
  </Icon>
);

export const EyeIcon = () => (
  <Icon>
    <path d="M2.8 12S6.2 5.8 12 5.8 21.2 12 21.2 12 17.8 18.2 12 18.2 2.8 12 2.8 12Z" />
    <circle cx="12" cy="12" r="2.8" />
  </Icon>
);

export const RewindIcon = () => (
  <Icon>
    <path d="M4.2 8.5A8.5 8.5 0 1 1 3.5 12M4 3.8v4.7h4.7M12 7.5V12l3 2" />
  </Icon>
);

export const PodiumIcon = () => (
  <Icon>
    <path d="M9 19.5V7.5h6v12M9 12H3.5v7.5h17V14.5H15" />
  </Icon>
);

export const EnvelopeIcon = () => (
  <Icon>
    <rect x="4" y="5.5" width="16" height="13" rx="1.6" />
    <path d="m4.4 7 7.6 6 7.6-6" />
  </Icon>
);

export const AskIcon = () => (
  <Icon>
    <path d="M5.5 5h13A1.5 1.5 0 0 1 20 6.5v8a1.5 1.5 0 0 1-1.5 1.5H11l-4.5 3.5V16h-1A1.5 1.5 0 0 1 4 14.5v-8A1.5 1.5 0 0 1 5.5 5Z" />
  </Icon>
);

export const SearchIcon = () => (
  <Icon>
    <circle cx="10.5" cy="10.5" r="6" />
    <path d="m15 15 5 5" />
  </Icon>
);

export const BookIcon = () => (
  <Icon>
    <path d="M12 6.5C10 5 7.4 4.5 4 4.5v13c3.4 0 6 .5 8 2 2-1.5 4.6-2 8-2v-13c-3.4 0-6 .5-8 2ZM12 6.5v13" />
  </Icon>
);

export const LinkIcon = () => (
  <Icon>
    <path d="M10.5 13.5a4 4 0 0 0 5.7 0l2.6-2.6a4 4 0 0 0-5.7-5.7l-1.2 1.2M13.5 10.5a4 4 0 0 0-5.7 0l-2.6 2.6a4 4 0 0 0 5.7 5.7l1.2-1.2" />
  </Icon>
);

export const PageIcon = () => (
  <Icon>
    <path d="M6 3.5h8l4 4v13H6ZM14 3.5v4h4M9 12h6M9 15.5h6" />
  </Icon>
);

export const OnIcon = () => (
  <Icon mirrored>
    <path d="m9.5 6 6 6-6 6" />
  </Icon>
);

export const BackIcon = () => (
  <Icon mirrored>
    <path d="m14.5 6-6 6 6 6" />
  </Icon>
);

export const UploadIcon = () => (
  <Icon>
    <path d="M12 15.5v-11M7.5 9 12 4.5 16.5 9M5 19.5h14" />
  </Icon>
);

export const BinIcon = () => (
  <Icon>
    <path d="M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v6M13.5 10.5v6" />
  </Icon>
);

export const PeopleIcon = () => (
  <Icon>
    <circle cx="9" cy="9" r="3.2" />
    <path d="M3.5 19c.4-3.6 2.4-5.5 5.5-5.5s5.1 1.9 5.5 5.5M15.5 6.2a3.2 3.2 0 0 1 0 5.8M17 14c2 .6 3.2 2.3 3.5 5" />
  </Icon>
);

export const CompareIcon = () => (
  <Icon>
    <rect x="3.5" y="5" width="7" height="14" rx="1.4" />
    <rect x="13.5" y="5" width="7" height="14" rx="1.4" />
  </Icon>
);

export const CupIcon = () => (
  <Icon>
    <path d="M6.5 8h11l-1.2 11a1.5 1.5 0 0 1-1.5 1.5H9.2A1.5 1.5 0 0 1 7.7 19ZM5.5 8h13M11 8l1.5-5H15" />
  </Icon>
);

export const PlateIcon = () => (
  <Icon>
    <path d="M4 12h16a8 8 0 0 1-5 7.4V20.5H9v-1.1A8 8 0 0 1 4 12ZM9 8.5c-.8-1 .8-2 0-3.5M13.5 8.5c-.8-1 .8-2 0-3.5" />
  </Icon>
);

export const StageIcon = () => (
  <Icon>
    <path d="M4 5.5h16M5 5.5c.3 5.5-.2 9-1 12 2.5-.6 4.6-2.5 5.5-6M19 5.5c-.3 5.5.2 9 1 12-2.5-.6-4.6-2.5-5.5-6M8.5 19.5h7" />
  </Icon>
);

export const LeafIcon = () => (
  <Icon>
    <path d="M5 19c0-9 5-13.5 14-14 .5 9-4 14-11 14-1 0-2-.3-2.700-.8M5 19c2-4 4.5-6.5 8-8" />
  </Icon>
);

export const CopyIcon = () => (
  <Icon>
    <rect x="8.5" y="8.5" width="11" height="11" rx="1.8" />
    <path d="M15.5 8.5V6a1.5 1.5 0 0 0-1.5-1.5H6A1.5 1.5 0 0 0 4.5 6v8A1.5 1.5 0 0 0 6 15.5h2.5" />
  </Icon>
);

export const ShareIcon = () => (
  <Icon>
    <path d="M12 14.5v-11M8 7l4-4 4 4M7.5 10.5H6A1.5 1.5 0 0 0 4.5 12v7A1.5 1.5 0 0 0 6 20.5h12a1.5 1.5 0 0 0 1.5-1.5v-7a1.5 1.5 0 0 0-1.5-1.5h-1.5" />
  </Icon>
);

export const ThrottleIcon = () => (
  <Icon>
    <path d="M4.5 17.5a8.5 8.5 0 1 1 15 0M12 14.5l3.5-5" />
    <circle cx="12" cy="14.5" r="1.2" />
  </Icon>
);

export const SendIcon = () => (
  <Icon>
    <path d="M12 19.5V5M5.5 11.5 12 5l6.5 6.5" />
  </Icon>
);

export const ClipIcon = () => (
  <Icon>
    <path d="m19 11.5-7.3 7.3a4.3 4.3 0 0 1-6.1-6.1l8-8a2.9 2.9 0 0 1 4.1 4.1l-7.9 7.9a1.4 1.4 0 0 1-2-2l7.1-7.1" />
  </Icon>
);

export const ThumbIcon = () => (
  <Icon>
    <path d="M7.5 10.5v9H5A1.5 1.5 0 0 1 3.5 18v-6A1.5 1.5 0 0 1 5 10.5ZM7.5 10.5 11 3.800c1.600 0 2.600 1.200 2.3 2.700l-.6 3h5a2 2 0 0 1 2 2.4l-1.200 6a2 2 0 0 1-2 1.600h-9" />
  </Icon>
);

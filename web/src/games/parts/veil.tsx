import type { ComponentChildren } from "preact";
import { EyeIcon } from "../../kit/icons";
import { t } from "../../kit/text";
import { isHidden, reveal } from "../spoilers";

interface VeilProps {
  readonly id: string;
  /** What is hidden, for who hears the name of the button alone. */
  readonly of: string;
  readonly large?: boolean;
  readonly children: ComponentChildren;
}

/** Something that tells how it went: shown, or behind a button as long as the reader wants no spoilers. */
export function Veil({ id, of, large = false, children }: VeilProps) {
  if (!isHidden(id)) return <>{children}</>;
  const button = (
    <button type="button" class={large ? "button" : "veil"} aria-label={t("games-reveal-of", { what: of })} onClick={() => reveal(id)}>
      <EyeIcon />
      {t("games-reveal")}
    </button>
  );
  if (!large) return button;
  return (
    <div class="veil-large">
      <p class="soft">{t("games-hidden")}</p>
      {button}
    </div>
  );
}

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../kit/text";
import type { HighlightAnswer, PageAnswer } from "../answers";
import { pictureAddress } from "../api";
import { marksOf } from "../marks";

const WIDTHS_PX = [400, 800, 1200, 1600];
const SIZES = "(width >= 84rem) 44rem, (width >= 64rem) 50vw, 94vw";
const ROUND_PT = 2;

/** The page as it looks, with the quotation highlighted and brought into view. */
export function PagePicture({ page, highlight }: { page: PageAnswer; highlight: HighlightAnswer | null }) {
  const { version, page: number, width_pt, height_pt } = page;
  const address = (width: number): string => pictureAddress(version, number, width);
  const failed = useSignal<string | null>(null);
  const first = useRef<SVGRectElement>(null);
  useEffect(() => {
    first.current?.scrollIntoView({ block: "center", behavior: "instant" });
  }, [version, number, highlight]);
  if (failed.value === address(800)) return <p class="picture-failed soft">{t("library-picture-failed")}</p>;
  return (
    <div class="picture">
      <img
        key={`${version} ${number}`}
        src={address(800)}
        srcset={WIDTHS_PX.map((width) => `${address(width)} ${width}w`).join(", ")}
        sizes={SIZES}
        width={Math.round(width_pt)}
        height={Math.round(height_pt)}
        alt={t("library-picture-of", { page: String(number) })}
        onError={() => (failed.value = address(800))}
      />
      {highlight && (
        <svg class="marks" viewBox={`0 0 ${width_pt} ${height_pt}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
          {marksOf(highlight.boxes, width_pt, height_pt).map((mark, index) => (
            <rect key={index} ref={index === 0 ? first : null} {...mark} rx={ROUND_PT} />
          ))}
        </svg>
      )}
    </div>
  );
}

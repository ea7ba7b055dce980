import type { PassageAnswer } from "../answers";
import type { Voice } from "../asking";
import { formatDated } from "../dates";

/** Where a quotation stands: document, version and date, collection, headings, page. */
export function Source({ passage, voice: { words, tag } }: { passage: PassageAnswer; voice: Voice }) {
  const { title, label, dated, collection_name, headings, page } = passage;
  return (
    <div class="source">
      <cite>
        <bdi>{title}</bdi>
      </cite>
      <ul class="facts">
        {label !== "" && <li class="source-version">{words("library-version", { label })}</li>}
        {dated !== null && (
          <li class="source-version">
            <time dateTime={dated}>{formatDated(dated, tag)}</time>
          </li>
        )}
        <li>{words("library-page", { page: String(page) })}</li>
        <li>
          <bdi>{collection_name}</bdi>
        </li>
      </ul>
      {headings.length > 0 && (
        <ol class="path" lang={passage.language} dir="auto">
          {headings.map((heading, index) => (
            <li key={index}>{heading}</li>
          ))}
        </ol>
      )}
    </div>
  );
}

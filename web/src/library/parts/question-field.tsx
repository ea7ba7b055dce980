import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { OnIcon, SearchIcon } from "../../kit/icons";
import { t } from "../../kit/text";
import { asking, QUESTION_LENGTH_MAX } from "../address";
import { ask } from "../asking";
import { place, visit } from "../place";
import { collections } from "../shelf";
import { dropSuggestions, suggestFor, suggestions } from "../suggesting";

export const FIELD = "question";
const LIST = "question-suggestions";
const optionId = (index: number): string => `${LIST}-${index}`;

/** Asks and shows the answer; the same question again is asked again. */
function putQuestion(typed: string, within: number | null): void {
  const question = typed.trim().slice(0, QUESTION_LENGTH_MAX);
  dropSuggestions();
  if (question === "") return;
  const now = place.value;
  if (now.view === "ask" && now.question === question && now.within === within) void ask(question, within, true);
  else visit(asking(question, within));
}

/** The question, in any language, with headings and titles that fit what is typed. */
export function QuestionField() {
  const now = place.value;
  const asked = now.view === "ask" ? now.question : null;
  const within = now.view === "ask" ? now.within : null;
  const field = useRef<HTMLInputElement>(null);
  const chosen = useSignal(-1);
  useEffect(() => {
    if (field.current) field.current.value = asked ?? "";
    dropSuggestions();
  }, [asked]);
  useEffect(() => dropSuggestions, []);
  const found = suggestions.value;
  const isOpen = found.length > 0;
  const put = (typed: string) => {
    chosen.value = -1;
    if (field.current) field.current.value = typed;
    putQuestion(typed, within);
  };
  const press = (event: KeyboardEvent) => {
    if (!isOpen || event.isComposing) return;
    if (event.key === "Escape") {
      // The first Esc closes the list, and only that.
      event.preventDefault();
      event.stopPropagation();
      dropSuggestions();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const way = event.key === "ArrowDown" ? 1 : -1;
      chosen.value = ((chosen.value + 1 + way + found.length + 1) % (found.length + 1)) - 1;
      document.getElementById(optionId(chosen.value))?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && found[chosen.value] !== undefined) {
      event.preventDefault();
      put(found[chosen.value] ?? "");
    }
  };
  return (
    <form
      class="question"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        put(field.current?.value ?? "");
      }}
    >
      <label class="unseen" for={FIELD}>
        {t("library-field")}
      </label>
      <div class="question-box">
        <SearchIcon />
        <input
          ref={field}
          id={FIELD}
          type="search"
          role="combobox"
          list={undefined}
          dir="auto"
          autocomplete="off"
          enterkeyhint="search"
          maxLength={QUESTION_LENGTH_MAX}
          placeholder={t("library-field")}
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={LIST}
          aria-activedescendant={isOpen && chosen.value >= 0 ? optionId(chosen.value) : undefined}
          onInput={(event) => {
            chosen.value = -1;
            suggestFor(event.currentTarget.value);
          }}
          onKeyDown={press}
          onBlur={dropSuggestions}
        />
        <button type="submit" class="button button-primary">
          <span class="question-word">{t("library-ask")}</span>
          <OnIcon />
        </button>
        <ul id={LIST} role="listbox" aria-label={t("library-suggestions")} class="suggestions" hidden={!isOpen}>
          {found.map((each, index) => (
            <li
              key={each}
              id={optionId(index)}
              role="option"
              dir="auto"
              aria-selected={index === chosen.value}
              // Before the field loses the focus, which closes the list.
              onMouseDown={(event) => {
                event.preventDefault();
                put(each);
              }}
            >
              {each}
            </li>
          ))}
        </ul>
      </div>
      <Within within={within} onChange={(chosenId) => choose(field.current?.value ?? "", chosenId)} />
    </form>
  );
}

function choose(typed: string, within: number | null): void {
  if (typed.trim() === "") visit(asking(null, within));
  else putQuestion(typed, within);
}

/** In which collection is searched, where there are several. */
function Within({ within, onChange }: { within: number | null; onChange: (within: number | null) => void }) {
  const listed = collections.value?.collections ?? [];
  if (listed.length < 2) return null;
  return (
    <p class="within">
      <label for="within">{t("library-within")}</label>
      <select
        id="within"
        class="field-input"
        value={within ?? ""}
        onChange={({ currentTarget: { value } }) => onChange(value === "" ? null : Number(value))}
      >
        <option value="">{t("library-within-all")}</option>
        {listed.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </p>
  );
}

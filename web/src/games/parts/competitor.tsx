import { t } from "../../kit/text";
import type { CompetitorAnswer } from "../answers";
import { from } from "../place";
import { Go } from "./go";

interface CompetitorProps {
  readonly competitor: CompetitorAnswer;
  /** Whether the number of a person and the members of a team are named. */
  readonly whole?: boolean;
  /** Whether the delegation is named. */
  readonly nation?: boolean;
}

/** Who it is and for whom; a placeholder leads nowhere. */
export function Competitor({ competitor, whole = false, nation = true }: CompetitorProps) {
  const { code, name, is_team: isTeam, placeholder, members, bib } = competitor;
  if (placeholder !== null) return <span class="soft">{name}</span>;
  return (
    <span class="competitor">
      <span class="competitor-name">
        {isTeam ? <bdi>{name}</bdi> : <Go to={from("athlete", { code })}><bdi>{name}</bdi></Go>}
      </span>
      {nation && <Nation competitor={competitor} />}
      {whole && !isTeam && bib !== null && (
        <span class="bib figure">
          <span class="unseen">{t("games-bib")} </span>
          <bdi>{bib}</bdi>
        </span>
      )}
      {whole && isTeam && members.length > 0 && (
        <span class="members">
          {members.map((each) => (
            <span class="member" key={each}>
              <bdi>{each}</bdi>
            </span>
          ))}
        </span>
      )}
    </span>
  );
}

export function Nation({ competitor: { organisation, organisation_name } }: { competitor: Pick<CompetitorAnswer, "organisation" | "organisation_name"> }) {
  if (organisation === null) return null;
  return (
    <Go class="nation" to={from("delegation", { code: organisation })} label={organisation_name ?? organisation}>
      <span dir="ltr" title={organisation_name ?? undefined}>{organisation}</span>
    </Go>
  );
}

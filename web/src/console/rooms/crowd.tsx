import { t } from "../../kit/text";
import { Incidents } from "./incidents";
import { Lines } from "./lines";
import { Switches } from "./switches";

/** What is done when too many come, or when somebody must get nothing for now. */
export const CrowdRoom = () => (
  <>
    <header class="room-head">
      <h1>{t("console-room-crowd")}</h1>
    </header>
    <Switches />
    <Lines />
    <Incidents />
  </>
);

import { useSignal } from "@preact/signals";
import { announce } from "../../kit/announcer";
import { listPools } from "../../kit/api";
import type { Pool } from "../../kit/contract";
import { formatMoment } from "../../kit/dates";
import { PlayIcon, StopIcon } from "../../kit/icons";
import { pickText } from "../../kit/language";
import { Notice } from "../../kit/notice";
import { session } from "../../kit/session";
import { language, t } from "../../kit/text";
import type { Switch } from "../answers";
import { liftSwitch, listPlatformNames, listSegmentNames, listSwitches, switchOff } from "../api";
import { Field } from "../field";
import { ReasonDialog } from "../reason-dialog";
import { useRemote } from "../remote";

const LOOK_AGAIN_MS = 5_000;
const SHOWN_MAX = 20;

/** What is off for the fans of a segment or a platform, and what was. */
export function Switches() {
  const listed = useRemote(listSwitches, LOOK_AGAIN_MS);
  const pools = useRemote(listPools);
  const adding = useSignal(false);
  const lifting = useSignal<Switch | null>(null);
  const isOperator = session.value?.role === "operator";
  return (
    <section class="room-part" aria-labelledby="switches-title">
      <div class="section-head">
        <h2 id="switches-title">{t("console-switches")}</h2>
        {isOperator && (
          <button type="button" class="button" onClick={() => (adding.value = true)}>
            <StopIcon />
            {t("console-switch-off")}
          </button>
        )}
      </div>
      <p class="soft">{t("console-switches-lead")}</p>
      {listed.error !== undefined && <Notice error={listed.error} onRetry={() => void listed.reload()} />}
      {listed.value?.length === 0 && <p class="soft">{t("console-switches-none")}</p>}
      <ul class="entries">
        {listed.value?.slice(0, SHOWN_MAX).map((each) => (
          <SwitchEntry key={each.id} off={each} pools={pools.value ?? []} onLift={isOperator ? () => (lifting.value = each) : undefined} />
        ))}
      </ul>
      {adding.value && <OffDialog pools={pools.value ?? []} onDone={listed.reload} onClose={() => (adding.value = false)} />}
      {lifting.value && <LiftDialog off={lifting.value} onDone={listed.reload} onClose={() => (lifting.value = null)} />}
    </section>
  );
}

const titleOf = (pool: Pool): string => pickText(pool.titles, language()).text;

interface SwitchEntryProps {
  readonly off: Switch;
  readonly pools: readonly Pool[];
  readonly onLift: (() => void) | undefined;
}

function SwitchEntry({ off: { kind, target, pool, since, reason, lifted_at }, pools, onLift }: SwitchEntryProps) {
  const where = pools.find(({ id }) => id === pool);
  return (
    <li class="entry">
      <div>
        <h3>
          {t(`console-area-${kind}`)} · <bdi>{target}</bdi>
        </h3>
        <p class="state" data-state={lifted_at === null ? "paused" : "closed"}>
          {lifted_at === null ? t("console-switch-since", { date: formatMoment(since) }) : t("console-switch-lifted", { date: formatMoment(lifted_at) })}
        </p>
        <p class="soft">
          {pool === null ? t("console-all-pools") : <bdi>{where ? titleOf(where) : t("wallet-pool-unknown", { pool: String(pool) })}</bdi>} · <bdi>{reason}</bdi>
        </p>
      </div>
      {onLift && lifted_at === null && (
        <button type="button" class="button" onClick={onLift}>
          <PlayIcon />
          {t("console-switch-lift")}
          <span class="unseen">: {target}</span>
        </button>
      )}
    </li>
  );
}

interface OffDialogProps {
  readonly pools: readonly Pool[];
  readonly onDone: () => Promise<void>;
  readonly onClose: () => void;
}

function OffDialog({ pools, onDone, onClose }: OffDialogProps) {
  const segments = useRemote(listSegmentNames);
  const platforms = useRemote(listPlatformNames);
  const perform = async (reason: string, form: FormData) => {
    const [kind, ...target] = String(form.get("target")).split(":");
    const pool = String(form.get("pool"));
    if (kind !== "segment" && kind !== "platform") return t("error-request-invalid");
    await switchOff(kind, target.join(":"), pool === "" ? null : Number(pool), reason);
    announce(t("console-saved"));
    await onDone();
    return null;
  };
  return (
    <ReasonDialog title={t("console-switch-off")} effect={t("console-switch-off-effect")} confirm={t("console-switch-off")} perform={perform} onClose={onClose}>
      <div class="form-pairs">
        <Field id="target" name={t("console-switch-target")}>
          <select class="field-input" id="target" name="target" autofocus>
            <Targets kind="segment" names={segments.value ?? []} />
            <Targets kind="platform" names={["direct", ...(platforms.value ?? [])]} />
          </select>
        </Field>
        <Field id="pool" name={t("console-pool")}>
          <select class="field-input" id="pool" name="pool">
            <option value="">{t("console-all-pools")}</option>
            {pools.map((pool) => (
              <option key={pool.id} value={pool.id}>
                {titleOf(pool)}
              </option>
            ))}
          </select>
        </Field>
      </div>
    </ReasonDialog>
  );
}

const Targets = ({ kind, names }: { kind: Switch["kind"]; names: readonly string[] }) => (
  <optgroup label={t(`console-area-${kind}`)}>
    {names.map((name) => (
      <option key={name} value={`${kind}:${name}`}>
        {name}
      </option>
    ))}
  </optgroup>
);

function LiftDialog({ off, onDone, onClose }: { off: Switch; onDone: () => Promise<void>; onClose: () => void }) {
  const perform = async (reason: string) => {
    await liftSwitch(off.id, reason);
    announce(t("console-saved"));
    await onDone();
    return null;
  };
  return (
    <ReasonDialog
      title={`${t("console-switch-lift")}: ${off.target}`}
      effect={t("console-switch-lift-effect")}
      confirm={t("console-switch-lift")}
      perform={perform}
      onClose={onClose}
    />
  );
}

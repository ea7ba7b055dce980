import { useSignal } from "@preact/signals";
import { announce } from "../../kit/announcer";
import { PauseIcon, PlayIcon, PlusIcon, StopIcon, ThrottleIcon } from "../../kit/icons";
import { count } from "../../kit/numbers";
import { Notice } from "../../kit/notice";
import { session } from "../../kit/session";
import { t } from "../../kit/text";
import type { Capacity, Merchant } from "../answers";
import { actOnMerchant, listMerchants, throttleMerchant, type Word } from "../api";
import { Bar } from "../lanes";
import { ReasonDialog } from "../reason-dialog";
import { useRemote } from "../remote";
import { CapacityFields, capacityOf } from "./capacity";
import { NewMerchantDialog } from "./new-merchant";
import { OutboxPart } from "./outbox";
import { Validity } from "./validity";

const LOOK_AGAIN_MS = 4_000;
const PAGES_MAX = 20;

interface Asked {
  readonly word: Word | "throttle";
  readonly merchant: Merchant;
}

const WORDS: Readonly<Record<Merchant["state"], readonly Asked["word"][]>> = {
  open: ["throttle", "pause", "close"],
  paused: ["throttle", "resume", "close"],
  closed: [],
};

const ICONS = { throttle: ThrottleIcon, pause: PauseIcon, resume: PlayIcon, close: StopIcon };
const DO_NAMES = { throttle: "console-throttle", pause: "console-do-pause", resume: "console-do-resume", close: "console-do-close" };
const EFFECTS = {
  throttle: "console-throttle-effect",
  pause: "console-merchant-pause-effect",
  resume: "console-merchant-resume-effect",
  close: "console-merchant-close-effect",
};

/** Who takes orders: how much, how full, and what an operator does about it. */
export function MerchantsRoom() {
  const listed = useRemote(listAll, LOOK_AGAIN_MS);
  const asked = useSignal<Asked | null>(null);
  const adding = useSignal(false);
  const isOperator = session.value?.role === "operator";
  return (
    <>
      <header class="room-head">
        <div class="section-head">
          <h1>{t("console-room-merchants")}</h1>
          {isOperator && (
            <button type="button" class="button" onClick={() => (adding.value = true)}>
              <PlusIcon />
              {t("console-new-merchant")}
            </button>
          )}
        </div>
        <p class="soft">{t("console-merchants-lead")}</p>
      </header>
      {listed.error !== undefined && <Notice error={listed.error} onRetry={() => void listed.reload()} />}
      {listed.value?.length === 0 && <p class="soft">{t("console-merchants-none")}</p>}
      {listed.value && listed.value.length > 0 && (
        <MerchantTable merchants={listed.value} onAsk={isOperator ? (next) => (asked.value = next) : undefined} />
      )}
      <Validity />
      <OutboxPart />
      {asked.value && <MerchantDialog asked={asked.value} onDone={listed.reload} onClose={() => (asked.value = null)} />}
      {adding.value && <NewMerchantDialog onDone={listed.reload} onClose={() => (adding.value = false)} />}
    </>
  );
}

async function listAll(): Promise<readonly Merchant[]> {
  const found: Merchant[] = [];
  let after: number | null = 0;
  for (let page = 0; after !== null && page < PAGES_MAX; page += 1) {
    const { merchants, next }: { merchants: readonly Merchant[]; next: number | null } = await listMerchants(after);
    found.push(...merchants);
    after = next;
  }
  return found;
}

const MerchantTable = ({ merchants, onAsk }: { merchants: readonly Merchant[]; onAsk: ((asked: Asked) => void) | undefined }) => (
  <table class="rows">
    <caption class="unseen">{t("console-merchants-caption")}</caption>
    <thead>
      <tr>
        <th scope="col">{t("console-column-merchant")}</th>
        <th scope="col">{t("console-state")}</th>
        <th scope="col">{t("console-column-minute")}</th>
        <th scope="col">{t("console-column-open-orders")}</th>
        <th scope="col">{t("console-stock")}</th>
        {onAsk && (
          <th scope="col">
            <span class="unseen">{t("console-column-act")}</span>
          </th>
        )}
      </tr>
    </thead>
    <tbody>
      {merchants.map((merchant) => (
        <MerchantRow key={merchant.id} merchant={merchant} onAsk={onAsk} />
      ))}
    </tbody>
  </table>
);

function MerchantRow({ merchant, onAsk }: { merchant: Merchant; onAsk: ((asked: Asked) => void) | undefined }) {
  const { name, category, state, capacity, open_now, taken_this_minute } = merchant;
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
        <span class="row-kind">{t(`fan-category-${category}`)}</span>
      </th>
      <td data-name={t("console-state")}>
        <span class="state" data-state={state}>
          {t(`console-state-${state}`)}
        </span>
      </td>
      <td data-name={t("console-column-minute")}>
        <Load part={taken_this_minute} whole={capacity.per_minute} />
      </td>
      <td data-name={t("console-column-open-orders")}>
        <Load part={open_now} whole={capacity.open_max} />
      </td>
      <td class="figure" data-name={t("console-stock")}>
        {capacity.stock === null ? t("console-stock-any") : count(capacity.stock)}
      </td>
      {onAsk && (
        <td class="row-acts">
          {WORDS[state].map((word) => {
            const ActIcon = ICONS[word];
            return (
              <button
                key={word}
                type="button"
                class="button-icon"
                aria-label={`${t(DO_NAMES[word])}: ${name}`}
                title={t(DO_NAMES[word])}
                onClick={() => onAsk({ word, merchant })}
              >
                <ActIcon />
              </button>
            );
          })}
        </td>
      )}
    </tr>
  );
}

const Load = ({ part, whole }: { part: number; whole: number }) => (
  <span class="load figure">
    <bdi dir="ltr">
      {count(part)} / {count(whole)}
    </bdi>
    <Bar part={whole === 0 ? 1 : part / whole} />
  </span>
);

function MerchantDialog({ asked, onDone, onClose }: { asked: Asked; onDone: () => Promise<void>; onClose: () => void }) {
  const { word, merchant } = asked;
  const perform = async (reason: string, form: FormData) => {
    if (word === "throttle") {
      const capacity: Capacity | null = capacityOf(form);
      if (capacity === null) return t("console-numbers-wrong");
      await throttleMerchant(merchant.id, capacity, reason);
    } else {
      await actOnMerchant(merchant.id, word, reason);
    }
    announce(t("console-saved"));
    await onDone();
    return null;
  };
  return (
    <ReasonDialog
      title={`${t(DO_NAMES[word])}: ${merchant.name}`}
      effect={t(EFFECTS[word])}
      confirm={t(DO_NAMES[word])}
      perform={perform}
      onClose={onClose}
    >
      {word === "throttle" && <CapacityFields capacity={merchant.capacity} />}
    </ReasonDialog>
  );
}

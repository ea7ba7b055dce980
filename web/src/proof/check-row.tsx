import { CheckIcon, ClockIcon, CrossIcon } from "../kit/icons";
import { formatInstant } from "../kit/dates";
import { money } from "../kit/money";
import { count } from "../kit/numbers";
import { t } from "../kit/text";
import { parseHeader } from "./chain";
import { type Check, type CheckName, recompute, trancheOf } from "./checks";
import type { Proof } from "./proof";

const TITLES: Readonly<Record<CheckName, string>> = {
  signature: "proof-signature",
  claim: "proof-claim",
  batch: "proof-batch",
  budget: "proof-budget",
  seed: "proof-seed",
  amount: "proof-amount",
};

const ICONS = { passed: CheckIcon, pending: ClockIcon, failed: CrossIcon };
const RESULTS = { passed: "proof-passed", pending: "proof-pending", failed: "proof-failed" };

/** One check: what it is, how it ended, and what that means. Until it is told, only its name stands there. */
export function CheckRow({ check: { name, outcome }, proof, told }: { check: Check; proof: Proof; told: boolean }) {
  const ResultIcon = ICONS[outcome.is];
  return (
    <li class="proof-check" data-outcome={told ? outcome.is : undefined}>
      <span class="proof-mark">{told && <ResultIcon />}</span>
      <div>
        <h3>
          {t(TITLES[name])}
          {told && <span class="unseen">: {t(RESULTS[outcome.is])}</span>}
        </h3>
        {told && <p>{outcome.is === "failed" ? t(`proof-why-${outcome.reason}`) : explain(name, outcome.is, proof)}</p>}
        {told && name === "seed" && outcome.is === "pending" && (
          <p class="proof-commitment" translate={false}>
            <bdi dir="ltr">{trancheOf(proof)?.commitment}</bdi>
          </p>
        )}
      </div>
    </li>
  );
}

function explain(name: CheckName, outcome: "passed" | "pending", proof: Proof): string {
  if (outcome === "pending") return t(name === "seed" ? "proof-seed-pending" : "proof-amount-pending");
  const { claim, receipt } = proof;
  const amount = money(claim.amount_minor, claim.currency);
  switch (name) {
    case "signature":
      return t("proof-signature-passed", { key: receipt.key });
    case "claim":
      return t("proof-claim-passed", { share: count(claim.share), amount, occasion: claim.occasion });
    case "batch": {
      const header = parseHeader(receipt.header);
      return t("proof-batch-passed", { claims: header.claims, batch: count(header.batch), lane: count(header.lane) });
    }
    case "budget": {
      const committedAt = trancheOf(proof)?.committed_at ?? "";
      const { at } = parseHeader(receipt.header);
      return t("proof-budget-passed", { committed: formatInstant(committedAt), opened: formatInstant(at) });
    }
    case "seed":
      return t("proof-seed-passed");
    case "amount":
      return t("proof-amount-passed", { share: count(claim.share), amount: money(recompute(proof) ?? 0, claim.currency) });
  }
}

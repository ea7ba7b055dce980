import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ProofPanelProps } from "../fan/proving";
import { pools } from "../fan/pools";
import { DownloadIcon } from "../kit/icons";
import { pickText } from "../kit/language";
import { Modal } from "../kit/modal";
import { money } from "../kit/money";
import { Notice } from "../kit/notice";
import { language, t } from "../kit/text";
import { CheckRow } from "./check-row";
import { type Check, checkProof, type Verdict, verdictOf } from "./checks";
import { Figures } from "./figures";
import { loadProof } from "./load";
import { fileNameOf, type Proof, writeProof } from "./proof";
import { Seal } from "./seal";
import "./proof.css";

const STEP_MS = 170;
const FORGET_FILE_MS = 10_000;
const TITLE_ID = "share-proof-title";

type Examination =
  | { readonly is: "loading" }
  | { readonly is: "unreachable"; readonly error: unknown }
  | { readonly is: "done"; readonly proof: Proof; readonly checks: readonly Check[] };

/** What can be known of her share without trusting anybody, each check with its own result. */
export function ProofPanel({ claim, onClose }: ProofPanelProps) {
  const examination = useSignal<Examination>({ is: "loading" });
  const told = useSignal(0);
  const examine = async (anew: boolean) => {
    examination.value = { is: "loading" };
    told.value = 0;
    try {
      const proof = await loadProof(claim, anew);
      examination.value = { is: "done", proof, checks: checkProof(proof) };
    } catch (error) {
      examination.value = { is: "unreachable", error };
    }
  };
  useEffect(() => void examine(false), []);

  const now = examination.value;
  const checks = now.is === "done" ? now.checks : [];
  useEffect(() => {
    if (told.value >= checks.length) return;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      told.value = checks.length;
      return;
    }
    const timer = setTimeout(() => (told.value += 1), STEP_MS);
    return () => clearTimeout(timer);
  }, [checks, told.value]);

  const verdict = now.is === "done" && told.value >= checks.length ? verdictOf(checks) : null;
  return (
    <Modal titleId={TITLE_ID} name="proof" onClose={onClose}>
      <div class="proof-sheet">
        <header class="proof-head">
          <Seal verdict={verdict} />
          <h2 id={TITLE_ID}>{t("proof-title")}</h2>
          <p class="proof-share">
            <Title pool={claim.pool} />
            <bdi class="figure">{money(claim.amount_minor, claim.currency)}</bdi>
          </p>
          <p>{t("proof-lead")}</p>
        </header>
        {now.is === "loading" && <p class="proof-verdict soft">{t("kit-loading")}</p>}
        {now.is === "unreachable" && <Notice error={now.error} onRetry={() => void examine(false)} />}
        {now.is === "done" && (
          <>
            <p class="proof-verdict" role="status" data-verdict={verdict ?? undefined}>
              {verdict && t(VERDICTS[verdict])}
            </p>
            <ol class="proof-checks">
              {now.checks.map((check, at) => (
                <CheckRow key={check.name} check={check} proof={now.proof} told={at < told.value} />
              ))}
            </ol>
            <Figures proof={now.proof} />
          </>
        )}
      </div>
      <div class="dialog-acts">
        {verdict === "failed" && (
          <button type="button" class="button" onClick={() => void examine(true)}>
            {t("proof-again")}
          </button>
        )}
        {now.is === "done" && (
          <button type="button" class="button" onClick={() => save(now.proof)}>
            <DownloadIcon />
            {t("proof-save")}
          </button>
        )}
        <button type="button" class="button button-quiet" onClick={onClose}>
          {t("kit-close")}
        </button>
      </div>
    </Modal>
  );
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  passed: "proof-verdict-passed",
  pending: "proof-verdict-pending",
  failed: "proof-verdict-failed",
};

function Title({ pool }: { pool: number }) {
  const known = pools.value?.find(({ id }) => id === pool);
  if (!known) return <span>{t("wallet-pool-unknown", { pool: String(pool) })}</span>;
  const title = pickText(known.titles, language());
  return (
    <span lang={title.lang} dir="auto">
      {title.text}
    </span>
  );
}

function save(proof: Proof): void {
  const address = URL.createObjectURL(new Blob([writeProof(proof)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileNameOf(proof);
  link.click();
  // Some browsers take hold of the file only a while after the click.
  setTimeout(() => URL.revokeObjectURL(address), FORGET_FILE_MS);
}

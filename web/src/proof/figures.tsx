import { t } from "../kit/text";
import { trancheOf } from "./checks";
import type { Proof } from "./proof";

type Figure = readonly [name: string, value: string];

/** The figures themselves, for whoever wants to check them with other means. */
export function Figures({ proof }: { proof: Proof }) {
  const figures = figuresOf(proof);
  return (
    <details class="proof-figures">
      <summary>{t("proof-figures")}</summary>
      <dl>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd dir="ltr" translate={false}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Those that can be found: an answer without its form has fewer, and the checks have said so. */
function figuresOf(proof: Proof): readonly Figure[] {
  const { receipt, document } = proof;
  const find: Readonly<Record<string, () => unknown>> = {
    "proof-figure-claim": () => receipt.claim,
    "proof-figure-header": () => receipt.header,
    "proof-figure-path": () => receipt.path.join("\n"),
    "proof-figure-signature": () => receipt.signature,
    "proof-figure-key": () => document.keys.find(({ id }) => id === receipt.key)?.public,
    "proof-figure-commitment": () => trancheOf(proof)?.commitment,
    "proof-figure-seed": () => trancheOf(proof)?.seed,
  };
  return Object.entries(find).flatMap(([name, look]): Figure[] => {
    try {
      const value = look();
      return typeof value === "string" && value !== "" ? [[name, value]] : [];
    } catch {
      return [];
    }
  });
}

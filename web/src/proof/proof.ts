import type { Claim, ProofDocument, Receipt, Tranche } from "../kit/contract";

/** A tranche as it is published, with the text of its terms once that was fetched. */
export type ProofTranche = Tranche & { readonly terms?: string | null };

/** All that is needed to check one share, without asking anybody. */
export interface Proof {
  readonly claim: Claim;
  readonly receipt: Receipt;
  readonly document: Omit<ProofDocument, "tranches"> & { readonly tranches: readonly ProofTranche[] };
}

const FORMAT = "grandstand-proof-1";
const INDENT = 2;

/** The file that a fan keeps: whoever has it can check the share without her browser and without the server. */
export const writeProof = ({ claim, receipt, document }: Proof): string =>
  `${JSON.stringify({ format: FORMAT, claim, receipt, document }, null, INDENT)}\n`;

export const fileNameOf = ({ claim }: Proof): string => `grandstand-pool-${claim.pool}-share-${claim.share}.json`;

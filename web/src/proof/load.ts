import { fetchReceipt, findReceipt } from "../fan/receipts";
import { readProofDocument, readTerms } from "../kit/api";
import type { Claim, ProofDocument } from "../kit/contract";
import { BRISK, persist } from "../kit/retry";
import { trancheOf } from "./checks";
import type { Proof } from "./proof";

// What was published once does not change but for what is added, so it serves where the network has gone.
const documents = new Map<number, ProofDocument>();
const terms = new Map<string, string>();

/** Gathers all that the checks need; the receipt that this browser has kept comes before the server's word. */
export async function loadProof(claim: Claim, anew: boolean): Promise<Proof> {
  const [receipt, document] = await Promise.all([
    (anew ? null : findReceipt(claim)) ?? fetchReceipt(claim),
    loadDocument(claim.pool),
  ]);
  // A document without its form is for the checks to name, not for us to fall over.
  const tranche = Array.isArray(document.tranches) ? trancheOf({ claim, receipt, document }) : undefined;
  if (!tranche?.seed) return { claim, receipt, document };
  const text = await loadTerms(claim.pool, tranche.number);
  const tranches = document.tranches.map((each) => (each === tranche ? { ...each, terms: text } : each));
  return { claim, receipt, document: { ...document, tranches } };
}

async function loadDocument(pool: number): Promise<ProofDocument> {
  const known = documents.get(pool);
  const ask = () => readProofDocument(pool);
  try {
    const document = await (known ? ask() : persist(ask, BRISK));
    documents.set(pool, document);
    return document;
  } catch (error) {
    if (known) return known;
    throw error;
  }
}

async function loadTerms(pool: number, tranche: number): Promise<string> {
  const name = `${pool} ${tranche}`;
  const text = terms.get(name) ?? (await persist(() => readTerms(pool, tranche), BRISK));
  terms.set(name, text);
  return text;
}

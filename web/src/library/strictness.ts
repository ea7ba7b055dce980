/** How sure an answer must be, in three steps. Pure. */

export const STEPS = ["low", "middle", "high"] as const;
export type Step = (typeof STEPS)[number];

export const STRICTNESS: Readonly<Record<Step, number>> = { low: 0.25, middle: 0.5, high: 0.75 };

/** The step that is nearest to a strictness. */
export const stepOf = (strictness: number): Step => (strictness < 0.375 ? "low" : strictness > 0.625 ? "high" : "middle");

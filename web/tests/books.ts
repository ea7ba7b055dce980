import type { Books } from "../src/kit/contract";

export const at = (second: number): string => new Date(Date.UTC(2026, 1, 13, 12) + second * 1000).toISOString();

/** The books of an open pool after so many seconds, one share of one yuan a second. */
export const books = (second: number, news: Partial<Books> = {}): Books => ({
  pool: 1, titles: {}, state: "open", currency: "CNY", lanes: 4, shares: 10_000, granted: second,
  total_minor: 1_000_000, spent_minor: second * 100, remaining_minor: 1_000_000 - second * 100, granted_per_s: 1,
  opens_at: null, opened_at: at(0), closes_at: null, valid_until: null, refusals: {}, faults: [], lane_books: [],
  forecast_empty_at: null, planned_granted: null, at: at(second), ...news,
});

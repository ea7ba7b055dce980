import { ApiError } from "./problem";

export interface RetryPolicy {
  readonly attemptsMax: number;
  /** The longest single wait; a server that asks for more gets no automatic retry. */
  readonly waitMaxS: number;
  readonly waitFirstS: number;
}

export const PATIENT: RetryPolicy = { attemptsMax: 12, waitMaxS: 60, waitFirstS: 1 };
export const BRISK: RetryPolicy = { attemptsMax: 4, waitMaxS: 15, waitFirstS: 0.5 };

export interface RetryPorts {
  readonly sleep: (seconds: number) => Promise<void>;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

const browserPorts: RetryPorts = {
  sleep: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
  random: Math.random,
};

/**
 * Seconds to wait before asking again, or null when asking again is no use.
 *
 * Never shorter than Retry-After; the jitter on top keeps a crowd from coming back in the same second.
 */
export function chooseWait(error: unknown, attempt: number, policy: RetryPolicy, random: number): number | null {
  if (!(error instanceof ApiError) || !error.retryable || attempt >= policy.attemptsMax) return null;
  const backoffS = Math.min(policy.waitMaxS, policy.waitFirstS * 2 ** (attempt - 1));
  const waitS = error.retryAfterS ?? backoffS;
  return waitS > policy.waitMaxS ? null : waitS + random * Math.max(0.5, waitS / 4);
}

/** Asks until there is an answer, telling `onWait` how many seconds lie ahead before each further attempt. */
export async function persist<T>(
  ask: () => Promise<T>,
  policy: RetryPolicy,
  onWait: (seconds: number) => void = () => {},
  ports: RetryPorts = browserPorts,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      const waitS = chooseWait(error, attempt, policy, ports.random());
      if (waitS === null) throw error;
      onWait(waitS);
      await ports.sleep(waitS);
    }
  }
}

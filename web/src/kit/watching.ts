/**
 * Looks again and again, as long as the page is there: while it is hidden nobody is asked.
 *
 * `look` says itself what is wrong; `pauseMs` is asked after each look.
 */
export async function watch(look: () => Promise<void>, pauseMs: () => number): Promise<never> {
  for (;;) {
    if (!document.hidden) await look();
    await new Promise((resolve) => setTimeout(resolve, pauseMs()));
  }
}

/** What the browser keeps between visits; a browser that forbids keeping anything is no reason to fail. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`grandstand.${key}`);
  } catch {
    return null;
  }
}

export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(`grandstand.${key}`, value);
  } catch {
    // The choice then lasts as long as the page.
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(`grandstand.${key}`);
  } catch {
    // It was not kept in the first place.
  }
}

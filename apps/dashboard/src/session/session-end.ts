const listeners = new Set<() => void>();

/** Tells that a request was refused because nobody is signed in any more. */
export function tellSessionEnd(): void {
  for (const listener of listeners) listener();
}

/** Hears of it. @returns ends that */
export function onSessionEnd(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

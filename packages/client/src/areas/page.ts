/** A part of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** For `cursor` of the next page; null on the last one. */
  readonly next: string | null;
}

/** A list of a route that answers page by page. */
export function pageOf<Item>(answer: {
  readonly body: readonly Item[];
  readonly headers: Readonly<Record<string, string>>;
}): Page<Item> {
  return { items: answer.body, next: answer.headers['x-next-cursor'] ?? null };
}

/**
 * Something that is made when it is first used, and kept. The first formatter of a page has the browser read its words
 * and zones from the disk, which takes 10 ms and more: too much for while the page starts.
 */
export function madeWhenUsed<Made extends object>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}

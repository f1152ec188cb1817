/** Does a piece of work for each item, a few at a time. */
export async function forEach(items, work, atOnce = 8) {
  const left = items[Symbol.iterator]();
  const run = async () => {
    for (let next = left.next(); next.done !== true; next = left.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: atOnce }, run));
}

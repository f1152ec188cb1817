import { expect, test } from '@jest/globals';
import { Turns } from './turns.ts';

function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

test('work begins in the order in which it came, and no more than said at once', async () => {
  const turns = new Turns({ atOnce: 2, most: 9, refusal: 'Too much.' });
  const gates = Array.from({ length: 5 }, gate);
  const begun: number[] = [];
  const all = gates.map(({ opened }, number) =>
    turns.take(async () => {
      begun.push(number);
      await opened;
      return number;
    }),
  );
  expect(begun).toEqual([0, 1]);
  gates[1]?.open();
  expect(await all[1]).toBe(1);
  expect(begun).toEqual([0, 1, 2]);
  for (const { open } of gates) open();
  expect(await Promise.all(all)).toEqual([0, 1, 2, 3, 4]);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});

test('what is too much is refused, until there is room; what fails makes room', async () => {
  const turns = new Turns({ atOnce: 1, most: 2, refusal: 'Too much.' });
  const { open, opened } = gate();
  const failing = turns.take(() => opened.then(() => Promise.reject(new Error('It fails.'))));
  const waiting = turns.take(() => Promise.resolve('done'));
  const refused = { code: 'rate_limited', message: expect.stringContaining('Too much.') };
  await expect(turns.take(() => Promise.resolve())).rejects.toMatchObject(refused);
  open();
  await expect(failing).rejects.toThrow('It fails.');
  expect(await waiting).toBe('done');
  expect(await turns.take(() => Promise.resolve('again'))).toBe('again');
});

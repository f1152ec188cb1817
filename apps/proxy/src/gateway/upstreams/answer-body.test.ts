import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AnswerBody } from './answer-body.ts';

const KIB = 1024;

/** A body, and what its source was told. */
function body() {
  const told: string[] = [];
  const it = new AnswerBody({
    pause: () => told.push('pause'),
    resume: () => told.push('resume'),
    cancel: () => told.push('cancel'),
  });
  return { it, told };
}

test('whatever the sizes and whoever is faster, the bytes are the same, and what waits is bounded', async () => {
  const size = fc.integer({ min: 0, max: 64 * KIB });
  const steps = fc.array(fc.oneof(fc.constant('read' as const), size), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const { it, told } = body();
      const pushed: Buffer[] = [];
      const read: Buffer[] = [];
      const reading = new Set<Promise<void>>();
      let waiting = 0;
      for (const step of all) {
        if (step === 'read') {
          const next = it.next().then((result) => {
            if (result.done !== true) read.push(result.value);
          });
          reading.add(next);
          // A reader asks for the next chunk when it has the last one.
          if (waiting > 0) await next;
          else break;
          waiting = Buffer.concat(pushed).length - Buffer.concat(read).length;
        } else if (told.at(-1) !== 'pause') {
          const chunk = Buffer.alloc(step, pushed.length);
          pushed.push(chunk);
          it.push(chunk);
          waiting += step;
          expect(waiting).toBeLessThan(128 * KIB);
        }
      }
      // The reader that waits gets the first of these.
      const last = Buffer.from('last');
      pushed.push(last);
      it.push(last);
      it.end();
      await Promise.all(reading);
      for await (const chunk of it) read.push(chunk);
      expect(Buffer.concat(read).equals(Buffer.concat(pushed))).toBe(true);
      expect(told.at(-1)).not.toBe('pause');
    }),
  );
});

test('a source is paused at 64 KiB that wait, and resumed once half of them are read', async () => {
  const { it, told } = body();
  const chunk = Buffer.alloc(16 * KIB);
  for (let count = 0; count < 4; count++) it.push(chunk);
  expect(told).toEqual(['pause']);
  await it.next();
  await it.next();
  expect(told).toEqual(['pause']);
  await it.next();
  expect(told).toEqual(['pause', 'resume']);
});

test('single bytes fill it too', () => {
  const { it, told } = body();
  for (let count = 0; count < 600; count++) it.push(Buffer.of(1));
  expect(told).toEqual(['pause']);
});

test('a failure comes after what waits, once; one that drops comes at once', async () => {
  const { it } = body();
  it.push(Buffer.from('a'));
  it.fail(new Error('broken'));
  expect(await it.next()).toMatchObject({ done: false });
  await expect(it.next()).rejects.toThrow('broken');
  expect(await it.next()).toEqual({ done: true, value: undefined });
  const other = body();
  other.it.push(Buffer.from('a'));
  other.it.fail(new Error('gone'), true);
  await expect(other.it.next()).rejects.toThrow('gone');
});

test('who leaves cancels once, and not what is whole', async () => {
  const { it, told } = body();
  await it.return();
  await it.return();
  it.push(Buffer.from('late'));
  expect(await it.next()).toMatchObject({ done: true });
  const whole = body();
  whole.it.end();
  await whole.it.return();
  expect([told, whole.told]).toEqual([['cancel'], []]);
});

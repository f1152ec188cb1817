import { expect, test } from '@jest/globals';
import { compileDetection } from '../compile-detection.ts';
import { WorkBudget } from '../engine/work-budget.ts';
import { scanText } from '../scan-text.ts';
import { scanStructured } from '../structured.ts';
import { MOST_UNDONE, UndoBudget } from './undo-budget.ts';

const engine = compileDetection();
const SECRET = 'mail jane.roe@corp.example now ';
const percent = (text: string) =>
  Array.from(text, (character) => `%${character.charCodeAt(0).toString(16)}`).join('');

test('a budget that was too small once has nothing left', () => {
  const budget = new UndoBudget(10);
  expect(budget.take(10)).toBe(true);
  expect(budget.isSpent).toBe(false);
  expect(budget.take(1)).toBe(false);
  expect(budget.isSpent).toBe(true);
  expect(budget.take(0)).toBe(false);
});

test.each([
  ['percent', percent(SECRET), (length: number) => '%61'.repeat(Math.ceil(length / 3))],
  ['base64', btoa(SECRET), (length: number) => btoa('plain words '.repeat(length / 16 + 1))],
])('%s within the bound is undone, past it is left and told', (_, secret, filler) => {
  const within = scanText(engine, `${filler(1000)} ${secret}`);
  expect(within.detections.map(({ type }) => type)).toContain('email');
  expect(within.leftEncoded).toBe(false);
  const past = `${filler(MOST_UNDONE)} ${secret}`;
  expect(scanText(engine, past)).toEqual({ detections: [], leftEncoded: true });
  // What stands there as it is, is found all the same.
  const plain = scanText(engine, `${past} ${SECRET}`);
  expect(plain.detections.map(({ type }) => type)).toEqual(['email']);
});

test('plain text has no bound', () => {
  const { leftEncoded } = scanText(engine, 'plain words '.repeat(MOST_UNDONE / 8));
  expect(leftEncoded).toBe(false);
});

test('the fields of a payload share one bound', () => {
  const budget = new WorkBudget();
  while (budget.undoing.take(1024));
  expect(scanStructured(engine, [percent(SECRET)]).leftEncoded).toBe(false);
  expect(scanStructured(engine, [percent(SECRET)], { budget })).toEqual({
    detections: [],
    leftEncoded: true,
  });
});

import { expect, test } from '@jest/globals';
import { MOST_UNDONE } from '../src/index.ts';
import { house } from './house.ts';

test('a decision says that more was encoded than is undone, and so does its record', async () => {
  const { safeai, records } = house();
  const text = '%61'.repeat(MOST_UNDONE / 3 + 2);
  expect(await safeai.scanInput({ text })).toMatchObject({ leftEncoded: true });
  expect(records.at(-1)).toMatchObject({ detail: { unscanned: 1 } });
  expect(await safeai.scanStructured({ payload: { text } })).toMatchObject({ leftEncoded: true });
  expect(records.at(-1)).toMatchObject({ detail: { unscanned: 1 } });
  expect(await safeai.scanInput({ text: 'plain' })).not.toHaveProperty('leftEncoded');
  expect(records.at(-1)).not.toHaveProperty('detail.unscanned');
});

import { expect, test } from '@jest/globals';
import { killRounds } from '../durability/kill-rounds.mjs';

test('a server killed under load loses nothing that it has answered', async () => {
  const { problems, decisions, approvals } = await killRounds({ rounds: 3, clients: 32, seed: 42 });
  expect(problems).toEqual([]);
  expect(decisions).toBeGreaterThan(100);
  expect(approvals).toBeGreaterThan(5);
}, 120_000);

import { describe, expect, test } from '@jest/globals';
import { checkedWords, stateWords } from './secret-words.ts';

type Secrets = Parameters<typeof checkedWords>[0];

const secret = (state: Secrets[number]['state']): Secrets[number] => ({
  reference: 'secret://env/KEY',
  backend: 'env',
  state,
  reason: null,
  message: null,
  version: null,
  age_seconds: 1,
  searched: true,
});

describe('what is said of secrets', () => {
  test.each([
    [[], 'good', undefined],
    [['ok', 'unread'], 'good', undefined],
    [['ok', 'lost'], 'bad', '1 without a value'],
    [['stale', 'lost', 'lost'], 'bad', '2 without a value, 1 with the last value'],
  ] as const)('a check that leaves %j', (states, tone, text) => {
    expect(checkedWords(states.map(secret))).toMatchObject({ tone, ...(text ? { text } : {}) });
  });

  test('a state that is not known is told as it is', () => {
    expect(stateWords('constructor')).toEqual({ words: 'constructor', tone: undefined });
    expect(stateWords('lost').tone).toBe('bad');
  });
});

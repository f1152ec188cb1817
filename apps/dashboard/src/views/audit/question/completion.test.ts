import { describe, expect, it } from '@jest/globals';
import { completionsAt } from './completion.ts';

const texts = (...asked: Parameters<typeof completionsAt>): readonly string[] =>
  completionsAt(...asked).options.map(({ text }) => text);

describe('The word under the caret', () => {
  it('goes on as a key', () => {
    expect(texts('action:block a', 14)).toEqual(['action:', 'agent:', 'approval:']);
    expect(texts('', 0)).toHaveLength(8);
  });

  it('goes on as a value of its key', () => {
    expect(texts('action:', 7)).toContain('action:pending_approval');
    expect(texts('boundary:m', 10)).toEqual(['boundary:memory']);
    expect(texts('last:', 5)).toContain('last:24h');
  });

  it('goes on as what is in the log, in quotes where that takes them', () => {
    const known = { agent: ['support desk', 'support', 'other'] };
    expect(texts('agent:sup', 9, known)).toEqual(['agent:"support desk"', 'agent:support']);
    expect(texts('agent:support', 13, known)).toEqual(['agent:"support desk"']);
  });

  it('goes on as one more of the keys that are not in it yet', () => {
    expect(texts('without:t', 9)).toEqual(['without:tool', 'without:tag']);
    expect(texts('without:tool,t', 14)).toEqual(['without:tool,tag']);
  });

  it('is replaced as a whole, and alone', () => {
    expect(completionsAt('last:1h act agent:x', 10)).toMatchObject({ from: 8, to: 11 });
  });

  it('has nothing to go on as after what is no key', () => {
    expect(texts('colour:re', 9)).toEqual([]);
  });
});

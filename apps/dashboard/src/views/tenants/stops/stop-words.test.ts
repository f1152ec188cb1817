import { describe, expect, test } from '@jest/globals';
import { stopName, stopWords, type StopScope } from './stop-words.ts';

const scope = (more: Partial<StopScope> = {}): StopScope => ({
  ...{ tenant_id: null, agent_id: null, tool: null },
  ...more,
});
/** Without the marks that isolate names. */
const plain = (text: string): string => text.replace(/[\u2068\u2069]/g, '');

describe('what a stop blocks', () => {
  test.each<[Partial<StopScope>, string, string]>([
    [
      {},
      'Everything is blocked, of every agent, in every tenant: scans, answers, tool calls, messages and memory.',
      'everything',
    ],
    [
      { tenant_id: 'acme' },
      'Everything is blocked in the tenant “acme”, of every agent: scans, answers, tool calls, messages and memory.',
      'tenant “acme”',
    ],
    [
      { agent_id: 'bot' },
      'Everything in which the agent “bot” has a part is blocked in every tenant: scans, answers, tool calls, messages and memory.',
      'agent “bot”',
    ],
    [
      { tool: 'bash', tenant_id: 'acme' },
      'Calls of the tool “bash” are blocked in the tenant “acme”, and so is what it answers.',
      'tool “bash” in tenant “acme”',
    ],
    [
      { tool: 'deploy_*', agent_id: 'bot' },
      'Calls of every tool that is called like “deploy_*” in which the agent “bot” has a part are blocked in every tenant, and so is what it answers.',
      'tool “deploy_*” of agent “bot”',
    ],
  ])('%j', (more, words, name) => {
    expect(plain(stopWords(scope(more)))).toBe(words);
    expect(plain(stopName(scope(more)))).toBe(name);
  });

  test('names hold no marks that turn the sentence, and are cut', () => {
    const words = stopWords(scope({ agent_id: `\u202e${'x'.repeat(500)}` }));
    expect(words).toContain('⟨U+202E⟩');
    expect(words.length).toBeLessThan(300);
  });
});

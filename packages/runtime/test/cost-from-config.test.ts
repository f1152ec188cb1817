import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { loadConfig } from '@safeai/config';
import { inMemoryPorts, NO_USAGE } from '@safeai/core';
import { costOf, estimate } from '@safeai/cost';
import { costFromConfig, type CostRules } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'safeai-cost-'));

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function rulesOf(yaml: string): Promise<CostRules> {
  const file = join(folder, 'safeai.yaml');
  writeFileSync(file, yaml);
  return costFromConfig(await loadConfig({ file, environment: {} }), inMemoryPorts());
}

test('prices and budgets of the configuration hold', async () => {
  const { book, budgets, reserveOutputTokens } = await rulesOf(`
budgets:
  - { name: tenants, limit: 0.000012, per: [tenant, model], time_zone: Europe/Berlin, period: hour }
prices:
  models:
    - model: house-*
      aliases: [mine]
      input_per_million: 1
      output_per_million: 2
      cached_input_per_million: 0
      cache_write_per_million: 3
      cache_write_hour_per_million: 4
      audio_input_per_million: 5
      cached_audio_input_per_million: 6
      reasoning_per_million: 7
      audio_output_per_million: 8
      long_context: { above: 10, input_per_million: 100, output_per_million: 200 }
`);
  const usage = { ...NO_USAGE, inputTokens: 6, outputTokens: 5 };
  const parts = {
    ...{ cachedInputTokens: 1, cacheWriteTokens: 1, cacheWriteHourTokens: 1 },
    ...{ audioInputTokens: 1, cachedAudioInputTokens: 1 },
    ...{ reasoningTokens: 1, audioOutputTokens: 1 },
  };
  const micros = (model: string, more = {}): unknown =>
    costOf({ ...usage, ...more }, { model }, book).micros;
  expect([micros('house-1'), micros('mine'), micros('unknown')]).toEqual([16, 16, null]);
  expect(micros('mine', parts)).toBe(1 + 0 + 3 + 4 + 5 + 6 + 3 * 2 + 7 + 8);
  expect(micros('mine', { inputTokens: 11 })).toBe(11 * 100 + 5 * 200);
  expect(micros('gpt-4o-mini', { inputTokens: 1_000_000, outputTokens: 0 })).toBe(150_000);
  expect(reserveOutputTokens).toBe(16_384);

  const call = {
    ...{ tenantId: 'acme', userId: null, agentId: null, keyId: null },
    ...{ model: 'mine', provider: null },
  };
  const most = estimate({ model: 'mine', inputTokens: 2, maxOutputTokens: 0 }, book);
  const first = await budgets.reserve(call, most);
  const second = await budgets.reserve(call, most);
  expect([most.micros, first.allowed, second.allowed]).toEqual([12, true, false]);
});

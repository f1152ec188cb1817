import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { SafeAIConfig, parseConfig } from '../src/index.ts';

const file = fileURLToPath(new URL('../../../safeai.yaml', import.meta.url));

test('the shipped safeai.yaml needs no environment variable and says what the defaults say', () => {
  const { config, warnings } = parseConfig(readFileSync(file, 'utf8'), { folder: '/' });
  expect(warnings).toEqual([]);
  const { tenants, ...rest } = config;
  expect(tenants).toEqual({ default: { policies: [] } });
  const { tenants: _none, ...defaults } = new SafeAIConfig();
  expect(rest).toEqual({ ...defaults, scan: { ...defaults.scan, roots: ['/'] } });
});

test('what it shows in comments loads too', () => {
  const text = readFileSync(file, 'utf8')
    .replace('policies: []\n#  - name', 'policies:\n#  - name')
    .replace('channels: []', 'channels:')
    .replaceAll(/^#( {2,})/gm, '$1')
    .replace('# target:', 'target:');
  const { config } = parseConfig(text, { environment: { PAGERDUTY_KEY: 'x' } });
  expect(config.policies.map((rule) => rule.name)).toEqual(['redact-personal-data-on-input']);
  expect(config.alerts.channels).toMatchObject([{ type: 'pagerduty', routingKey: 'x' }]);
  expect(config.proxy.target).toBe('https://api.openai.com/v1');
});

import { describe, expect, test } from '@jest/globals';
import {
  SafeAIConfig,
  configJsonSchema,
  parseConfig,
  showConfig,
  type JsonSchema,
} from '../src/index.ts';
import { environmentOf, fixture, load } from './fixtures.ts';

describe('the kitchen sink', () => {
  test('has every key of the schema', async () => {
    const { locate } = await load(fixture('kitchen-sink'));
    const schema = configJsonSchema();
    const definitions = schema.$defs as Record<string, JsonSchema>;
    const missing = keysOf(schema, definitions).filter((pattern) => locate(pattern) === undefined);
    // Spread over several entries, because one entry cannot have both spellings of a key.
    const elsewhere = (key: string) =>
      /^policies\[0\]\.(data_tag|directions|tool|agent|user|model|condition\b.*)$/.test(key) ||
      key.startsWith('tenants.acme.policies[0].');
    expect(missing.filter((key) => !elsewhere(key))).toEqual([]);
    for (const key of ['data_tag', 'directions', 'tool', 'agent', 'user', 'model']) {
      expect(locate(`policies[1].${key}`)).toBeDefined();
      expect(locate(`policies[3].condition.${key}`)).toBeDefined();
    }
  });

  test('sets every setting to another value than its default', async () => {
    const { config } = await load(fixture('kitchen-sink'));
    const defaults = showConfig(new SafeAIConfig());
    const equal = Object.entries(showConfig(config)).flatMap(([block, value]) =>
      Object.entries(value ?? {}).flatMap(([key, setting]) => {
        const same = (defaults[block] as Record<string, unknown> | undefined)?.[key];
        return JSON.stringify(setting) === JSON.stringify(same) ? [`${block}.${key}`] : [];
      }),
    );
    expect(equal).toEqual([
      'contracts.undeclared',
      'contracts.files',
      'auth.loopback',
      'plugins.files',
    ]);
  });

  test('shown and read again it is the same, but for masked secrets', async () => {
    const { config, folder } = await load(fixture('kitchen-sink'));
    const shown = showConfig(config);
    const environment = environmentOf(folder);
    const again = parseConfig(JSON.stringify(shown), { folder, environment }).config;
    expect(showConfig(again)).toEqual(shown);
    expect(again.policies).toEqual(config.policies);
    expect(again.tenants).toEqual(config.tenants);
    expect(again.secretRefs).toEqual(config.secretRefs);
  });

  test('shows no secret', async () => {
    const { config } = await load(fixture('kitchen-sink'));
    expect(showConfig(config)).toMatchObject({
      alerts: {
        channels: [
          { password: 'secret://env/SMTP_PASSWORD' },
          { routing_key: '[secret]' },
          { api_key: '[secret]' },
          { api_key: '[secret]' },
          { webhook_url: '[secret]' },
          { url: '[secret]', secret: '[secret]', headers: { 'x-team': '[secret]' } },
          { path: expect.any(String) },
        ],
      },
      proxy: { api_key: 'secret://vault/providers#openai', upstreams: [{ api_key: '[secret]' }] },
      state: { redis: { url: '[secret]' } },
    });
  });

  test.each([
    ['https://user:s3cret@h.example.com/v1', 'https://[secret]@h.example.com/v1'],
    ['https://s3cret@h.example.com', 'https://[secret]@h.example.com'],
    ['https://a:s3c%40ret@[::1]:8443/v1?key=s3cret', 'https://[secret]@[::1]:8443/v1?[secret]'],
    ['https://h.example.com/v1#s3cret', 'https://h.example.com/v1#[secret]'],
    ['https://h.example.com/v1?a#s3cret?b', 'https://h.example.com/v1?[secret]'],
    ['https://\\\\a:s3cret@h.example.com/v1', 'https://[secret]@h.example.com/v1'],
    ['https:///a:s3cret@h.example.com/v1', 'https:///[secret]@h.example.com/v1'],
    ['https://h.example.com/a@b', 'https://h.example.com/a@b'],
  ])('shows the address %s without its secrets', (target, shown) => {
    const { config } = parseConfig(`proxy: { target: '${target}' }`);
    expect(showConfig(config)).toMatchObject({ proxy: { target: shown } });
  });

  test('warns of each secret that is written out', async () => {
    const { warnings } = await load(fixture('kitchen-sink'));
    const writtenOut = warnings.filter((line) => line.includes('written out'));
    expect(writtenOut.map((line) => line.split(': ')[1])).toEqual([
      'alerts.channels[1].routing_key',
      'alerts.channels[2].api_key',
      'alerts.channels[3].api_key',
      'alerts.channels[4].webhook_url',
      'alerts.channels[5].secret',
      'proxy.upstreams[0].api_key',
    ]);
  });
});

/** A path in the fixture for every key: the first entry of each list and map. */
function keysOf(
  schema: JsonSchema,
  definitions: Readonly<Record<string, JsonSchema>>,
  path = '',
): string[] {
  const target = schema.$ref?.split('/').at(-1);
  if (target !== undefined) return keysOf(definitions[target] ?? {}, definitions, path);
  if (schema.properties !== undefined) {
    return Object.entries(schema.properties).flatMap(([key, inner]) => {
      const at = path === '' ? key : `${path}.${key}`;
      return [at, ...keysOf(inner, definitions, at)];
    });
  }
  if (schema.items?.oneOf !== undefined) {
    return schema.items.oneOf.flatMap((variant, index) =>
      keysOf(variant, definitions, `${path}[${index}]`),
    );
  }
  if (schema.items !== undefined) return keysOf(schema.items, definitions, `${path}[0]`);
  if (path === 'tenants' && typeof schema.additionalProperties === 'object') {
    return keysOf(schema.additionalProperties, definitions, `${path}.acme`);
  }
  return [];
}

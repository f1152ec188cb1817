import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from '@jest/globals';
import { configJsonSchema, renderConfigReference, type JsonSchema } from '../src/index.ts';

describe('the JSON Schema', () => {
  test('is valid by the meta-schema of 2020-12', () => {
    const ajv = new Ajv2020({ strict: false });
    expect(ajv.validateSchema(configJsonSchema())).toBe(true);
  });

  test('works with a validator that knows only the standard', () => {
    const validate = new Ajv2020({ strict: false, logger: false }).compile(configJsonSchema());
    expect(validate({ audit: { max_size_mb: 5 } })).toBe(true);
    expect(validate({ alerts: { channels: [{ type: 'opsgenie', api_key: 'x' }] } })).toBe(true);
    expect(validate({ alerts: { channels: [{ type: 'opsgenie' }] } })).toBe(false);
    expect(validate({ audit: { max_size: 5 } })).toBe(false);
  });

  test('describes every key, in a sentence', () => {
    expect(undescribed(configJsonSchema(), [])).toEqual([]);
  });

  test('is a copy that can be changed', () => {
    const schema = configJsonSchema() as { description?: string };
    schema.description = 'Changed';
    expect(configJsonSchema().description).not.toBe('Changed');
  });
});

function undescribed(schema: JsonSchema, path: readonly string[]): string[] {
  const here = /[.;:`)]$/.test(schema.description ?? '') ? [] : [path.join('.')];
  const inner = [
    ...Object.entries(schema.properties ?? {}),
    ...Object.entries(schema.$defs ?? {}),
    ...(schema.items === undefined ? [] : [['[]', schema.items] as const]),
    ...(schema.oneOf ?? []).map((variant, index) => [String(index), variant] as const),
  ];
  const below = inner.flatMap(([key, each]) => undescribed(each, [...path, key]));
  return schema.$ref === undefined && schema.oneOf === undefined ? [...here, ...below] : below;
}

describe('the reference page', () => {
  const page = renderConfigReference();

  test('has a section for every block', () => {
    const sections = [...page.matchAll(/^## (.+)$/gm)].map(([, name]) => name);
    expect(sections).toEqual([
      ...Object.keys(configJsonSchema().properties ?? {}),
      'policy_rule',
      'tool_contract',
    ]);
  });

  test.each([
    '| `audit.max_size_mb` | integer | `100` |',
    '| `approvals.default_ttl` | duration | `"30m"` |',
    '| `proxy.retry.max_attempts` | integer | `3` |',
    '| `alerts.channels[] (pagerduty).routing_key` | text | *required* | Integration key of the service. *Secret.* |',
    '| `dashboard.users[].role` | `admin`, `approver`, `auditor`, `viewer`, `billing` | *required* |',
    '| `tenants.<name>.policies` | list of [policy_rule](#policy_rule) | `[]` |',
    '| `boundary` | `input`, `action`, `output`, `memory`; or a list | *required* |',
    '| `condition.data_tags` | text; or a list |',
  ])('has the row %s', (row) => {
    expect(page).toContain(row);
  });

  test('has tables whose rows all have four cells', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('|'));
    const cells = rows.map((row) => row.replaceAll(/`[^`]*`/g, '').split('|').length - 2);
    expect(new Set(cells)).toEqual(new Set([4]));
  });
});

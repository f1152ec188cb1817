import { describe, expect, test } from '@jest/globals';
import type { PolicyContext } from './decision.ts';
import { PolicyEngine } from './engine.ts';

const engine = new PolicyEngine({ rules: [], defaults: true });
const span = true;

function at(place: string): Pick<PolicyContext, 'boundary' | 'direction'> {
  const [boundary, direction] = place.split('.') as [
    PolicyContext['boundary'],
    PolicyContext['direction'],
  ];
  return { boundary, ...(direction === undefined ? {} : { direction }) };
}

describe('the shipped rules', () => {
  test('are those of the table', () => {
    const table = engine.rules.map((rule) => [
      rule.priority,
      rule.locked,
      rule.name,
      rule.dataTags?.join(' ') ?? null,
      rule.action,
    ]);
    expect(table).toEqual([
      [10, true, 'default-secret-detection', 'secret', 'block'],
      [11, true, 'default-secret-redaction', 'secret', 'redact'],
      [15, true, 'default-guard-tampering', 'tampering', 'block'],
      [
        20,
        true,
        'default-destructive-command',
        'destructive.shell destructive.container destructive.cloud destructive.supply_chain',
        'block',
      ],
      [21, false, 'default-destructive-git', 'destructive.git', 'require_approval'],
      [22, false, 'default-destructive-database', 'destructive', 'require_approval'],
      [23, false, 'default-destructive-shell-tool', 'destructive', 'block'],
      [24, false, 'default-destructive-other', 'destructive', 'require_approval'],
      [30, false, 'default-pii-redaction', 'personal', 'redact'],
      [40, false, 'default-injection-flag', 'injection', 'flag'],
      [1000, false, 'default-allow', null, 'allow'],
    ]);
    expect(engine.rules.every(({ origin }) => origin === 'shipped')).toBe(true);
  });

  const cases: [
    place: string,
    tag: string,
    action: string,
    name: string,
    reason: string,
    tool?: string,
  ][] = [
    ['input', 'secret.token', 'block', 'default-secret-detection', 'Secret detected in input'],
    ['memory', 'secret.token', 'block', 'default-secret-detection', 'Secret detected in memory'],
    [
      'action.request',
      'secret.token',
      'block',
      'default-secret-detection',
      'Secret detected in action',
    ],
    [
      'action.message',
      'secret.token',
      'block',
      'default-secret-detection',
      'Secret detected in action',
    ],
    [
      'action.response',
      'secret.token',
      'redact',
      'default-secret-redaction',
      'Secret detected in action',
    ],
    ['output', 'secret.token', 'redact', 'default-secret-redaction', 'Secret detected in output'],
    [
      'action.request',
      'tampering',
      'block',
      'default-guard-tampering',
      "Change to the guard's own configuration",
    ],
    [
      'action.request',
      'destructive.shell',
      'block',
      'default-destructive-command',
      'Destructive command blocked by policy',
    ],
    [
      'action.request',
      'destructive.cloud',
      'block',
      'default-destructive-command',
      'Destructive command blocked by policy',
      'db_query',
    ],
    [
      'action.request',
      'destructive.git',
      'require_approval',
      'default-destructive-git',
      'Human approval required for destructive git operation',
    ],
    [
      'action.request',
      'destructive.git',
      'require_approval',
      'default-destructive-git',
      'Human approval required for destructive git operation',
      'bash',
    ],
    [
      'action.request',
      'destructive.sql',
      'require_approval',
      'default-destructive-database',
      'Human approval required for destructive database operation',
      'run_query',
    ],
    [
      'action.request',
      'destructive.sql',
      'require_approval',
      'default-destructive-database',
      'Human approval required for destructive database operation',
      'mcp__pg__db_run',
    ],
    [
      'action.request',
      'destructive.sql',
      'block',
      'default-destructive-shell-tool',
      'Destructive command blocked by policy',
      'mcp__srv__bash',
    ],
    [
      'action.request',
      'destructive.sql',
      'require_approval',
      'default-destructive-other',
      'Human approval required for destructive operation',
      'other',
    ],
    ['action.response', 'destructive.shell', 'allow', 'default-allow', 'Allowed by default policy'],
    ['output', 'personal.pii.email', 'redact', 'default-pii-redaction', 'PII detected in output'],
    [
      'action.response',
      'personal.phi.mrn',
      'redact',
      'default-pii-redaction',
      'PII detected in action',
    ],
    [
      'action.message',
      'personal.financial.card',
      'redact',
      'default-pii-redaction',
      'PII detected in action',
    ],
    ['action.request', 'personal.pii.email', 'allow', 'default-allow', 'Allowed by default policy'],
    ['input', 'personal.pii.email', 'allow', 'default-allow', 'Allowed by default policy'],
    [
      'input',
      'injection.override',
      'flag',
      'default-injection-flag',
      'Possible prompt injection in input',
    ],
    [
      'action.response',
      'injection.indirect',
      'flag',
      'default-injection-flag',
      'Possible prompt injection in action',
    ],
    [
      'memory',
      'injection.indirect',
      'flag',
      'default-injection-flag',
      'Possible prompt injection in memory',
    ],
    ['action.request', 'injection.indirect', 'allow', 'default-allow', 'Allowed by default policy'],
    ['output', 'internal', 'allow', 'default-allow', 'Allowed by default policy'],
  ];

  test.each(cases.map((row) => [...row, null]))('%s, %s: %s by %s', (...row) => {
    const [place, tag, action, policyName, reason, toolName] = row as (typeof cases)[number];
    const tool = typeof toolName !== 'string' ? {} : { toolName };
    const sure = [{ tag, confidence: 0.5, span }];
    expect(engine.evaluate({ ...at(place), ...tool, detectedTags: sure })).toMatchObject({
      action,
      policyName,
      reason,
    });
    const hint = [{ tag, confidence: 0.2, span }];
    expect(engine.evaluate({ ...at(place), ...tool, detectedTags: hint })).toMatchObject({
      policyName: 'default-allow',
    });
  });

  test('name the surface that the boundary gives', () => {
    const context = {
      boundary: 'action',
      direction: 'response',
      surface: 'tool response',
    } as const;
    expect(engine.evaluate({ ...context, dataTags: ['personal'] }).reason).toBe(
      'PII detected in tool response',
    );
  });

  test('allow content without tags everywhere', () => {
    for (const place of [
      'input',
      'output',
      'memory',
      'action.request',
      'action.response',
      'action.message',
    ]) {
      expect(engine.evaluate(at(place))).toMatchObject({
        action: 'allow',
        policyName: 'default-allow',
      });
    }
  });
});

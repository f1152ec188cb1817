import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPlugin, DetectionEngine, PolicyEngine } from '@safeai/core';
import plugin from './index.js';

test('SafeAI takes the plugin', () => {
  assert.deepEqual(checkPlugin(plugin), { ok: true, plugin });
});

test('a badge is found where it stands', () => {
  const engine = new DetectionEngine({ rules: plugin.detectors });
  const [found] = engine.scan('Give ACME-MU-104211 access.');
  assert.equal(found?.value, 'ACME-MU-104211');
});

test('a badge reaches no tool', () => {
  const policy = new PolicyEngine({ rules: plugin.templates[0].rules, defaults: true });
  const { action } = policy.evaluate({
    boundary: 'action',
    direction: 'request',
    toolName: 'search',
    dataTags: ['personal.employee.badge'],
  });
  assert.equal(action, 'block');
});

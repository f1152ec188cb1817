import { describe, expect, test } from '@jest/globals';
import { Metrics } from './metrics.ts';

const AUDIT = { status: () => ({ refused: 0 }) };
const isDeclared = (tenant: string): boolean => tenant !== 'undeclared';

const linesOf = async (metrics: Metrics, name: string) =>
  (await metrics.text(['*'])).split('\n').filter((line) => line.startsWith(name));

test('looking twice counts nothing twice', async () => {
  const metrics = new Metrics(AUDIT, isDeclared);
  metrics.request('scan_input', 200, 3);
  metrics.request('scan_input', 200, 3);
  const expected = ['safeai_requests_total{route="scan_input",status="200"} 2'];
  expect(await linesOf(metrics, 'safeai_requests_total{')).toEqual(expected);
  expect(await linesOf(metrics, 'safeai_requests_total{')).toEqual(expected);
});

test('durations are told in seconds', async () => {
  const metrics = new Metrics(AUDIT, isDeclared);
  metrics.request('scan_input', 200, 3);
  const lines = await linesOf(metrics, 'safeai_request_duration_seconds');
  expect(lines).toEqual(
    expect.arrayContaining([
      'safeai_request_duration_seconds_bucket{le="0.0025",route="scan_input"} 0',
      'safeai_request_duration_seconds_bucket{le="0.005",route="scan_input"} 1',
      'safeai_request_duration_seconds_sum{route="scan_input"} 0.003',
    ]),
  );
});

test('types are bounded: what comes after the hundredth is other', async () => {
  const metrics = new Metrics(AUDIT, isDeclared);
  for (let index = 0; index < 150; index++) {
    const detections = [{ type: `kind${String(index)}` }, { type: 'kind0' }];
    metrics.decision('input', 'acme', { decision: { action: 'allow' }, detections });
  }
  const lines = await linesOf(metrics, 'safeai_detections_total{');
  expect(lines).toHaveLength(101);
  expect(lines).toContain('safeai_detections_total{tenant="acme",type="kind0"} 151');
  expect(lines).toContain('safeai_detections_total{tenant="acme",type="other"} 50');
});

test('what the audit log refused is told as it is at the moment', async () => {
  const status = { refused: 0 };
  const metrics = new Metrics({ status: () => status }, isDeclared);
  const linesNow = () => linesOf(metrics, 'safeai_audit_refused_total');
  expect(await linesNow()).toEqual(['safeai_audit_refused_total 0']);
  status.refused = 3;
  expect(await linesNow()).toEqual(['safeai_audit_refused_total 3']);
  expect(await linesNow()).toEqual(['safeai_audit_refused_total 3']);
});

describe('who may see single tenants', () => {
  const counted = () => {
    const metrics = new Metrics(AUDIT, isDeclared);
    for (const tenant of ['acme', 'other', 'undeclared', '*']) {
      const decision = { action: 'block', reasonCode: 'policy_error' };
      metrics.decision('output', tenant, { decision, detections: [{ type: 'email' }] });
    }
    metrics.request('scan_input', 200, 3);
    return metrics;
  };
  const samples = (text: string) => text.split('\n').filter((line) => /^[^#]/.test(line));

  test('sees their series and nothing else', async () => {
    expect(samples(await counted().text(['acme']))).toEqual([
      'safeai_decisions_total{tenant="acme",boundary="output",action="block"} 1',
      'safeai_detections_total{tenant="acme",type="email"} 1',
      'safeai_policy_errors_total{tenant="acme",boundary="output"} 1',
    ]);
    expect(samples(await counted().text(['acme', 'other']))).toHaveLength(6);
    expect(samples(await counted().text(['(other)', 'undeclared']))).toEqual([]);
    expect(samples(await counted().text([]))).toEqual([]);
  });

  test('tenants without an entry are counted together, for those who see all', async () => {
    expect(samples(await counted().text(['*']))).toContain(
      'safeai_decisions_total{tenant="(other)",boundary="output",action="block"} 1',
    );
  });

  test('there is no end of tenants, and of labels there is', async () => {
    const metrics = new Metrics(AUDIT, () => true);
    for (let index = 0; index < 1200; index++) {
      const result = { decision: { action: 'allow' }, detections: [] };
      metrics.decision('input', `t${String(index)}`, result);
    }
    const lines = samples(await metrics.text(['*']));
    expect(lines.filter((line) => line.startsWith('safeai_decisions_total'))).toHaveLength(1001);
  });
});

import { expect, test } from '@jest/globals';
import { Metrics } from './metrics.ts';

const AUDIT = { status: () => ({ refused: 0 }) };

const linesOf = async (metrics: Metrics, name: string) =>
  (await metrics.text()).split('\n').filter((line) => line.startsWith(name));

test('looking twice counts nothing twice', async () => {
  const metrics = new Metrics(AUDIT);
  metrics.request('scan_input', 200, 3);
  metrics.request('scan_input', 200, 3);
  const expected = ['safeai_requests_total{route="scan_input",status="200"} 2'];
  expect(await linesOf(metrics, 'safeai_requests_total{')).toEqual(expected);
  expect(await linesOf(metrics, 'safeai_requests_total{')).toEqual(expected);
});

test('durations are told in seconds', async () => {
  const metrics = new Metrics(AUDIT);
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
  const metrics = new Metrics(AUDIT);
  for (let index = 0; index < 150; index++) {
    const detections = [{ type: `kind${String(index)}` }, { type: 'kind0' }];
    metrics.decision('input', { decision: { action: 'allow' }, detections });
  }
  const lines = await linesOf(metrics, 'safeai_detections_total{');
  expect(lines).toHaveLength(101);
  expect(lines).toContain('safeai_detections_total{type="kind0"} 151');
  expect(lines).toContain('safeai_detections_total{type="other"} 50');
});

test('what the audit log refused is told as it is at the moment', async () => {
  const status = { refused: 0 };
  const metrics = new Metrics({ status: () => status });
  const linesNow = () => linesOf(metrics, 'safeai_audit_refused_total');
  expect(await linesNow()).toEqual(['safeai_audit_refused_total 0']);
  status.refused = 3;
  expect(await linesNow()).toEqual(['safeai_audit_refused_total 3']);
  expect(await linesNow()).toEqual(['safeai_audit_refused_total 3']);
});

import { describe, expect, test } from '@jest/globals';
import { countDecisions } from '../src/metrics/count-decisions.ts';
import { FOUND, fakeRuntime } from './support/fake-runtime.ts';
import { startServer } from './support/server.ts';

const SCAN = '/v1/scan/input';
const body = { text: `mail ${FOUND}` };

describe('metrics', () => {
  test('requests, decisions, findings and durations', async () => {
    const server = await startServer(fakeRuntime());
    await server.send(SCAN, { body });
    await server.send(SCAN, { body });
    await server.send(SCAN, { body: {} });
    await server.send('/v1/guard/output', { body });
    await server.send('/v1/policies/explain', { body: { boundary: 'input' } });
    await server.send(`/nothing/${FOUND}`);
    const { text, headers } = await server.send('/v1/metrics');
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text.split('\n')).toEqual(
      expect.arrayContaining([
        'safeai_requests_total{route="scan_input",status="200"} 2',
        'safeai_requests_total{route="scan_input",status="422"} 1',
        'safeai_requests_total{route="none",status="404"} 1',
        'safeai_decisions_total{tenant="default",boundary="input",action="redact"} 2',
        'safeai_decisions_total{tenant="default",boundary="output",action="redact"} 1',
        'safeai_detections_total{tenant="default",type="email"} 3',
        'safeai_request_duration_seconds_count{route="scan_input"} 3',
        'safeai_audit_refused_total 0',
      ]),
    );
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).toContain('nodejs_eventloop_lag_seconds');
    expect(text).not.toContain('alice');
  });

  test('an error inside a policy rule has a counter of its own', async () => {
    const metrics = countDecisions(fakeRuntime());
    metrics.decision('action', 'default', {
      decision: { action: 'block', reasonCode: 'policy_error' },
      detections: [],
    });
    metrics.decision('action', 'default', { decision: { action: 'block' }, detections: [] });
    expect(await metrics.text(['*'])).toContain(
      'safeai_policy_errors_total{tenant="default",boundary="action"} 1',
    );
  });

  test('two servers count for themselves', async () => {
    const [one, other] = [await startServer(fakeRuntime()), await startServer(fakeRuntime())];
    await one.send(SCAN, { body });
    expect((await other.send('/v1/metrics')).text).not.toContain('route="scan_input"');
  });
});

describe('the log', () => {
  test('tells of a reload, and by whom', async () => {
    const server = await startServer(fakeRuntime());
    await server.send('/v1/policies/reload', { method: 'POST' });
    expect(server.logged).toMatchObject([
      { level: 'info', message: 'policies reloaded', user: 'local' },
    ]);
  });

  test('has no line for a request, unless asked', async () => {
    const server = await startServer(fakeRuntime());
    await server.send(SCAN, { body });
    await server.send(SCAN, { body: '{' });
    expect(server.logged).toEqual([]);
  });

  test('asked, has one line each, without anything that was sent', async () => {
    const server = await startServer(fakeRuntime(), { accessLog: true });
    await server.send(`${SCAN}?x_a=${FOUND}`, { body, headers: { 'x-request-id': 'order-77' } });
    await server.send(`/v1/${FOUND}`);
    expect(server.logged).toMatchObject([
      {
        level: 'info',
        message: 'request',
        request_id: 'order-77',
        method: 'POST',
        path: SCAN,
        status: 200,
        milliseconds: expect.any(Number),
      },
      { method: 'GET', path: '/v1/*', status: 404 },
    ]);
    expect(JSON.stringify(server.logged)).not.toContain('alice');
  });

  test('a failure: answered without a word of it, logged with its place', async () => {
    const runtime = fakeRuntime();
    runtime.failure = new TypeError(`cannot read ${FOUND}`);
    const server = await startServer(runtime);
    const received = await server.send(SCAN, { body, headers: { 'x-request-id': 'order-78' } });
    expect(received.json()).toMatchObject({ status: 500, code: 'internal_error' });
    expect(received.text).not.toContain('alice');
    expect(received.text).not.toContain('TypeError');
    expect(server.logged).toMatchObject([
      {
        level: 'error',
        message: 'request failed',
        request_id: 'order-78',
        path: SCAN,
        error: 'TypeError',
        stack: expect.arrayContaining([expect.stringMatching(/^at /)]),
      },
    ]);
  });
});

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { isIPv6, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { closed, errorOf, httpUpstream, textOf, upstreamsOf } from './support/scripted-upstream.ts';

/** A resolver that gives these answers one after the other, the last one for ever. */
function answering(...answers: string[][]) {
  let count = 0;
  return () => {
    const addresses = answers[Math.min(count++, answers.length - 1)] ?? [];
    return Promise.resolve(
      addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 })),
    );
  };
}

const config = (port: number, allow = '127.0.0.1'): string =>
  `proxy: { target: 'http://provider.test:${String(port)}', egress: { allow: [${allow}] } }`;

describe('a name', () => {
  test('leads to addresses that are allowed', async () => {
    const upstream = await httpUpstream((req, res) => res.end(req.headers.host));
    const { forward } = upstreamsOf(config(upstream.port), { resolve: answering(['127.0.0.1']) });
    expect(await textOf((await forward()).body)).toBe(`provider.test:${String(upstream.port)}`);
  });

  test('that leads elsewhere the next time is refused then', async () => {
    const upstream = await httpUpstream((_req, res) => {
      res.writeHead(200, { connection: 'close' }).end('ok');
    });
    const resolve = answering(['127.0.0.1'], ['169.254.169.254']);
    const { forward } = upstreamsOf(config(upstream.port), { resolve });
    expect(await textOf((await forward()).body)).toBe('ok');
    await closed(upstream.connections[0]);
    const error = await errorOf(forward());
    expect(error).toMatchObject({ code: 'upstream_refused', fault: 'forbidden', sent: false });
    expect(String(error)).not.toContain('169.254');
  });

  test.each([
    [['127.0.0.1', '10.0.0.1']],
    [['10.0.0.1', '127.0.0.1']],
    [['127.0.0.1', '::ffff:169.254.169.254']],
    [['::1']],
    [['127.0.0.2']],
    [['::ffff:127.0.0.2']],
    [['64:ff9b::7f00:2']],
    [['fd00:ec2::254']],
  ])('that leads to %j is refused, and nothing is connected', async (addresses) => {
    const upstream = await httpUpstream((_req, res) => res.end());
    const { forward } = upstreamsOf(config(upstream.port), { resolve: answering(addresses) });
    expect(await errorOf(forward())).toMatchObject({ fault: 'forbidden', attempts: 1 });
    expect(upstream.connections).toHaveLength(0);
  });

  test('of one machine is no way to it unless it is allowed', async () => {
    const upstream = await httpUpstream((_req, res) => res.end());
    const refused = upstreamsOf(config(upstream.port, ''), { resolve: answering(['127.0.0.1']) });
    expect(await errorOf(refused.forward())).toMatchObject({ code: 'upstream_refused' });
    const allowed = upstreamsOf(config(upstream.port, 'loopback'), {
      resolve: answering(['127.0.0.1']),
    });
    expect(await allowed.forward()).toMatchObject({ status: 200 });
  });

  test('without an address, or that is not found, is out of reach', async () => {
    for (const resolve of [answering([]), () => Promise.reject(new Error('ENOTFOUND'))]) {
      expect(await errorOf(upstreamsOf(config(1), { resolve }).forward())).toMatchObject({
        fault: 'unreachable',
        attempts: 3,
      });
    }
  });
});

describe('an address that the configuration is written with', () => {
  test('is allowed in its plain spelling, and not as a number', async () => {
    const upstream = await httpUpstream((_req, res) => res.end());
    const at = (host: string): Promise<unknown> =>
      upstreamsOf(`proxy: { target: 'http://${host}:${String(upstream.port)}' }`).forward();
    expect(await at('127.0.0.1')).toMatchObject({ status: 200 });
    expect(await at('localhost')).toMatchObject({ status: 200 });
    for (const host of [
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '127.1',
      '[::ffff:7f00:2]',
      '0',
    ]) {
      expect(await errorOf(at(host))).not.toMatchObject({ status: 200 });
    }
    for (const host of ['2130706433', '0x7f000001', '0177.0.0.1', '127.1', '0', '0.0.0.0']) {
      expect(await errorOf(at(host))).toMatchObject({ fault: 'forbidden' });
    }
  });

  test('is refused where credentials of a cloud are', async () => {
    for (const host of [
      '169.254.169.254',
      '[fd00:ec2::254]',
      '[::ffff:a9fe:a9fe]',
      '168.63.129.16',
    ]) {
      const { forward } = upstreamsOf(`proxy: { target: 'http://${host}' }`);
      expect(await errorOf(forward())).toMatchObject({ code: 'upstream_refused' });
    }
  });
});

test('another upstream than the configured ones is refused', () => {
  const { upstreams } = upstreamsOf("proxy: { target: 'https://api.openai.com/v1' }");
  expect(upstreams.locate('https://api.openai.com/v1/chat/completions?a=1')).toEqual({
    upstream: 'default',
    path: '/v1/chat/completions?a=1',
  });
  for (const address of [
    'http://api.openai.com/v1/models',
    'https://api.openai.com:8443/v1/models',
    'https://api.openai.com.evil.test/v1/models',
    'https://api.openai.com@evil.test/v1/models',
    'https://user@api.openai.com/v1/models',
    'https://api.openai.com/admin',
    'https://api.openai.com/v1/../admin',
    '//api.openai.com/v1/models',
    'file:///etc/passwd',
    'x',
  ]) {
    expect(() => upstreams.locate(address)).toThrow(
      expect.objectContaining({ code: 'upstream_refused' }),
    );
  }
});

describe('TLS', () => {
  test('is always checked; an authority of one upstream is trusted for it alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'safeai-upstream-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
        ...['-subj', '/CN=provider', '-addext', 'subjectAltName=DNS:provider.test', '-days', '1'],
        ...['-keyout', key, '-out', cert],
      ],
      { stdio: 'ignore' },
    );
    const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_req, res) =>
      res.end('ok'),
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const port = String((server.address() as AddressInfo).port);
    const resolve = answering(['127.0.0.1']);
    const at = (host: string, more: string) =>
      upstreamsOf(
        `proxy: { target: 'https://${host}:${port}', egress: { allow: [loopback] }, ${more} }`,
        { resolve },
      );
    try {
      const trusted = at('provider.test', `ca_file: '${cert}'`);
      expect(await textOf((await trusted.forward()).body)).toBe('ok');
      const unknown = at('provider.test', '');
      expect(await errorOf(unknown.forward())).toMatchObject({ fault: 'untrusted', attempts: 1 });
      const other = at('other.test', `ca_file: '${cert}'`);
      expect(await errorOf(other.forward())).toMatchObject({ fault: 'untrusted', sent: false });
      expect(() => at('provider.test', `ca_file: '${folder}/none.pem'`)).toThrow(
        expect.objectContaining({ code: 'invalid_config' }),
      );
      await Promise.all([trusted, unknown, other].map(({ upstreams }) => upstreams.close()));
    } finally {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true });
    }
  });
});

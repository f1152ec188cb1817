import { afterEach, describe, expect, test } from '@jest/globals';
import { EmailAlertChannel, type EmailOptions, DeliveryError, newAlert } from '../src/index.ts';
import { bed, EVERYTHING, HOUR, MINUTE } from './bed.ts';
import { type MailServer, PASSWORD, startMailServer, USER } from './stand-ins/mail-server.ts';

const closing: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
});

async function start(...given: Parameters<typeof startMailServer>): Promise<MailServer> {
  const server = await startMailServer(...given);
  closing.push(server);
  return server;
}

function channelTo(server: MailServer, given: Partial<EmailOptions> = {}): EmailAlertChannel {
  const channel = new EmailAlertChannel({
    to: ['security-team@example.com', 'ops@example.com'],
    from: 'safeai@example.com',
    smtpHost: 'localhost',
    smtpPort: server.port,
    username: USER,
    password: PASSWORD,
    ca: server.ca,
    timeoutMs: 5000,
    ...given,
  });
  closing.push(channel);
  return channel;
}

const ALERT = newAlert({
  ...{ rule: 'default-secret-blocked', severity: 'critical', tenantId: 'acme', source: 'gw-1' },
  ...{ at: Date.UTC(2026, 10, 22, 9), count: 2 },
  members: [
    {
      ...{ event: 'scan.blocked', boundary: 'input', action: 'block', policy: 'default-x' },
      ...{ agentId: 'billing', toolName: '<b>"x"&\'', detectionType: 'secret', count: 2 },
    },
  ],
});

async function problemOf(channel: EmailAlertChannel): Promise<readonly unknown[]> {
  return channel.send(ALERT).then(
    () => [],
    (error: unknown) => {
      if (!(error instanceof DeliveryError)) throw error;
      expect(JSON.stringify([error, error.message, error.stack])).not.toContain(PASSWORD);
      return [error.failure, error.problem];
    },
  );
}

describe('a message', () => {
  test('goes out encrypted by STARTTLS, after authentication, to everybody', async () => {
    const server = await start();
    await channelTo(server).send(ALERT);
    const [mail] = server.mails;
    expect(mail).toMatchObject({
      ...{ from: 'safeai@example.com', to: ['security-team@example.com', 'ops@example.com'] },
      ...{ user: USER, isEncrypted: true },
    });
    expect(Object.fromEntries(mail?.headers ?? [])).toMatchObject({
      from: 'SafeAI <safeai@example.com>',
      to: 'security-team@example.com, ops@example.com',
      subject: '[SafeAI] critical: default-secret-blocked: 2 events in acme',
      'auto-submitted': 'auto-generated',
      'x-priority': '1 (Highest)',
      date: 'Sun, 22 Nov 2026 09:00:00 +0000',
    });
    expect(mail?.source).toContain('Tenant: acme');
    expect(mail?.source).toContain('tool &lt;b&gt;&quot;x&quot;&amp;&#39;');
    expect(mail?.source).toContain(`tool <b>"x"&'`);
  });

  test('about the same alert answers the first one', async () => {
    const server = await start();
    const channel = channelTo(server);
    await channel.send(ALERT);
    await channel.send({ ...ALERT, action: 'update', id: 'msg_2' });
    await channel.send({ ...ALERT, action: 'resolve', id: 'msg_3' });
    const [first, second, third] = server.mails.map(({ headers }) => headers);
    expect(first?.get('message-id')).toBe(`<${ALERT.key}.${String(ALERT.startedAt)}@example.com>`);
    for (const [headers, id] of [
      [second, 'msg_2'],
      [third, 'msg_3'],
    ] as const) {
      expect(headers?.get('message-id')).toBe(`<${id}@example.com>`);
      expect(headers?.get('in-reply-to')).toBe(first?.get('message-id'));
      expect(headers?.get('references')).toBe(first?.get('message-id'));
    }
    expect(third?.get('subject')).toMatch(/\(over\)$/);
  });

  test('cannot be given headers or recipients by a name', async () => {
    const server = await start();
    const evil = 'x\r\nBcc: evil@example.com\r\n\r\nbody\u2028';
    await channelTo(server).send(newAlert({ rule: evil, tenantId: evil, source: evil, key: evil }));
    const [mail] = server.mails;
    expect(mail?.to.length).toBe(2);
    expect([...(mail?.headers.keys() ?? [])]).not.toContain('bcc');
    expect(mail?.headers.get('subject')).toContain('x Bcc: evil@example.com body');
  });

  test('goes out on the connection of the one before', async () => {
    const server = await start();
    const channel = channelTo(server);
    for (const id of ['a', 'b', 'c']) await channel.send({ ...ALERT, id });
    expect([server.mails.length, server.connections]).toEqual([3, 1]);
  });

  test('goes out on a new one where the server has hung up meanwhile', async () => {
    const server = await start();
    const channel = channelTo(server);
    await channel.send(ALERT);
    await server.hangUp();
    // It may not know yet: then it fails, and is tried again.
    await channel.send({ ...ALERT, id: 'b', action: 'update' }).catch(() => undefined);
    await channel.send({ ...ALERT, id: 'c', action: 'update' });
    const last = server.mails.at(-1)?.headers;
    expect(last?.get('message-id')).toBe('<c@example.com>');
  });

  test('goes out by TLS from the start where it is asked for', async () => {
    const server = await start({ secure: true });
    await channelTo(server, { tls: 'implicit' }).send(ALERT);
    expect(server.mails[0]?.isEncrypted).toBe(true);
  });

  test('goes out without encryption only where it is asked for, and never with a password', async () => {
    const server = await start({ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'] });
    expect(() => channelTo(server, { tls: 'none' })).toThrow(/password in clear/);
    const { port: smtpPort } = server;
    const to = ['a@example.com'];
    const channel = new EmailAlertChannel({ to, smtpHost: '127.0.0.1', smtpPort, tls: 'none' });
    closing.push(channel);
    await channel.send(ALERT);
    const [mail] = server.mails;
    expect(mail?.isEncrypted).toBe(false);
    expect(mail?.from).toMatch(/^safeai@/);
    expect(() => new EmailAlertChannel({ to: [], smtpHost: 'x' })).toThrow(/somebody/);
  });
});

test('recipients that the server refuses are counted, where it took the message for others', async () => {
  const server = await start({
    onRcptTo: ({ address }, _, callback) => {
      callback(
        address.startsWith('ops') ? Object.assign(new Error('No.'), { responseCode: 550 }) : null,
      );
    },
  });
  const refused: number[] = [];
  await channelTo(server, { onRefused: (count) => refused.push(count) }).send(ALERT);
  expect([server.mails[0]?.to, refused]).toEqual([['security-team@example.com'], [1]]);
});

describe('a server', () => {
  test('that knows no STARTTLS gets nothing, no password either', async () => {
    const server = await start({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
    expect(await problemOf(channelTo(server))).toEqual(['unavailable', 'tls']);
    expect(server.mails).toEqual([]);
  });

  test('whose certificate nobody vouches for gets nothing', async () => {
    const server = await start();
    const channel = new EmailAlertChannel({
      ...{ to: ['a@example.com'], smtpHost: 'localhost', smtpPort: server.port },
      ...{ username: USER, password: PASSWORD },
    });
    closing.push(channel);
    expect((await problemOf(channel))[0]).toBe('unavailable');
    expect(server.mails).toEqual([]);
  });

  test('that does not take the password may take it later', async () => {
    const server = await start();
    expect(await problemOf(channelTo(server, { password: 'wrong' }))).toEqual([
      ...['unavailable', 'smtp_auth'],
    ]);
  });

  test.each([
    [550, 'rejected'],
    [552, 'rejected'],
    [450, 'unavailable'],
    [451, 'unavailable'],
  ])('that answers %i to the recipients: %s', async (responseCode, failure) => {
    const server = await start({
      onRcptTo: (_, __, callback) => {
        callback(Object.assign(new Error('No.'), { responseCode }));
      },
    });
    expect(await problemOf(channelTo(server))).toEqual([failure, `smtp_${String(responseCode)}`]);
  });

  test('that refuses what is said: for good, or for now', async () => {
    let responseCode = 554;
    const server = await start({
      onData: (stream, _, callback) => {
        stream.resume();
        stream.on('end', () => {
          callback(Object.assign(new Error('No.'), { responseCode }));
        });
      },
    });
    const channel = channelTo(server);
    expect(await problemOf(channel)).toEqual(['rejected', 'smtp_554']);
    responseCode = 451;
    expect(await problemOf(channel)).toEqual(['unavailable', 'smtp_451']);
  });

  test('that is not there is unavailable; that says nothing, too, and does not hold up for ever', async () => {
    const server = await start();
    await server.close();
    expect(await problemOf(channelTo(server))).toEqual(['unavailable', 'no_connection']);
    const silent = await start({ onConnect: () => undefined });
    const problem = await problemOf(channelTo(silent, { timeoutMs: 200 }));
    expect(problem).toEqual(['unavailable', 'timeout']);
    const slow = channelTo(silent, { timeoutMs: 60_000 });
    await expect(slow.send(ALERT, AbortSignal.timeout(100))).rejects.toThrow(DeliveryError);
  });
});

test('alerts of an hour without a server arrive once it is there, each once, in their order', async () => {
  const gone = await startMailServer();
  await gone.close();
  const channel = channelTo(gone);
  const { pass, emit, outbox } = bed({
    channels: [{ channel }],
    rules: [{ ...EVERYTHING, groupBy: ['tenant'], windowMs: HOUR }],
  });
  for (let minute = 0; minute < 60; minute += 10) {
    emit({ tenantId: minute % 20 === 0 ? 'acme' : 'other', agentId: `a${String(minute)}` });
    await pass(10 * MINUTE);
  }
  const back = await start({}, gone.port);
  await pass(10 * MINUTE);
  expect(await outbox.backlog()).toEqual([]);
  const ids = back.mails.map(({ headers }) => headers.get('message-id'));
  expect(new Set(ids).size).toBe(ids.length);
  for (const tenant of ['acme', 'other']) {
    const counts = back.mails.flatMap(({ headers }) => {
      const [, count] =
        new RegExp(`(\\d+) events? in ${tenant}`).exec(headers.get('subject') ?? '') ?? [];
      return count === undefined ? [] : Number(count);
    });
    expect(counts).toEqual([1, 2, 3]);
  }
  await pass(HOUR);
  expect(back.mails.length).toBe(ids.length);
}, 60_000);

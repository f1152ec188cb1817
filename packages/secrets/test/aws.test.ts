import { inspect } from 'node:util';
import type { RequestListener } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { parseSecretRef, type SecretRef } from '@safeai/core';
import { AwsBackend, SecretError } from '../src/index.ts';
import { describeServers, freePort, START_MS, startMoto, type Server } from './support/servers.ts';
import { failureOf, stage } from './support/stage.ts';
import { standIn } from './support/stand-in.ts';

const CANARY = 'canary-4711-swordfish';
const REGION = 'us-east-1';
const MINUTES = 60_000;

function ref(text: string): SecretRef {
  const reference = parseSecretRef(text);
  if (reference === undefined) throw new Error(text);
  return reference;
}

/** What the SDK takes its credentials from. */
const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret-access-key-of-the-tests',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};
const before = { ...process.env };

beforeEach(() => {
  Object.assign(process.env, CREDENTIALS);
});

afterEach(() => {
  for (const name of Object.keys(CREDENTIALS)) {
    const value = before[name];
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
});

function aws(endpoint: string, region = REGION, timeoutMs = 5000) {
  const backend = new AwsBackend({ region, secretName: 'safeai/prod', endpoint });
  return stage({ backends: [backend], timeoutMs });
}

describeServers('AWS Secrets Manager', () => {
  let moto: Server;
  let client: SecretsManagerClient;

  beforeAll(async () => {
    Object.assign(process.env, CREDENTIALS);
    moto = await startMoto();
    client = new SecretsManagerClient({ region: REGION, endpoint: moto.address });
    const create = (Name: string, SecretString: string) =>
      client.send(new CreateSecretCommand({ Name, SecretString }));
    await create('safeai/prod', JSON.stringify({ openai: CANARY, port: 5432, nested: {} }));
    await create('plain', CANARY);
    await create('broken', `{"openai": "${CANARY}`);
    await client.send(
      new CreateSecretCommand({ Name: 'bytes', SecretBinary: Buffer.from([0, 1, 2, 255]) }),
    );
  }, START_MS);

  afterAll(async () => {
    client.destroy();
    await moto.stop();
  });

  test.each([
    ['a key', 'secret://aws/safeai/prod#openai', CANARY],
    ['a key of the configured secret', 'secret://aws#openai', CANARY],
    ['the default backend', 'secret://default#openai', CANARY],
    ['a number', 'secret://aws#port', '5432'],
    ['the whole', 'secret://aws/plain', CANARY],
    ['bytes', 'secret://aws/bytes', 'AAEC/w=='],
  ])('%s', async (_, text, value) => {
    const { secrets } = aws(moto.address);
    expect((await secrets.resolve(ref(text))).reveal()).toBe(value);
    await secrets.close();
  });

  test.each<[string, string, string, RegExp]>([
    ['a missing secret', 'secret://aws/nothing', 'missing', /check the name, the region/],
    ['a missing version', 'secret://aws/plain?version=AWSPENDING', 'missing', /\?version=/],
    ['a missing key', 'secret://aws#nothing', 'no_key', /no such field/],
    ['a key of a text', 'secret://aws/plain#openai', 'malformed', /not the text of a JSON object/],
    ['malformed JSON', 'secret://aws/broken#openai', 'malformed', /not the text of a JSON object/],
    ['a value that is no text', 'secret://aws#nested', 'malformed', /list or an object/],
  ])('%s', async (_, text, reason, message) => {
    const { secrets } = aws(moto.address);
    const error = await failureOf(secrets.resolve(ref(text)));
    expect(error).toMatchObject({ code: 'secret_unavailable', reason });
    expect(error.message).toMatch(message);
    expect(error.message).toContain(text);
    expect(inspect(error)).not.toContain(CANARY);
  });

  test('a wrong region', async () => {
    const { secrets } = aws(moto.address, 'eu-west-1');
    const error = await failureOf(secrets.resolve(ref('secret://aws#openai')));
    expect(error).toMatchObject({ reason: 'missing' });
    expect(error.message).toMatch(
      /AWS Secrets Manager in eu-west-1 has no such secret.*the region/,
    );
  });

  test('rotation: the current version is followed, the previous one is used where it is named alone', async () => {
    await client.send(
      new CreateSecretCommand({ Name: 'rotated', SecretString: 'value-number-one' }),
    );
    const { secrets, clock, rotations, values } = aws(moto.address);
    const current = ref('secret://aws/rotated');
    const previous = ref('secret://aws/rotated?version=AWSPREVIOUS');
    const pending = ref('secret://aws/rotated?version=AWSPENDING');
    const read = async (reference: SecretRef) => (await secrets.resolve(reference)).reveal();
    expect(await read(current)).toBe('value-number-one');
    expect(await failureOf(read(previous))).toMatchObject({ reason: 'missing' });

    const put = new PutSecretValueCommand({
      SecretId: 'rotated',
      SecretString: 'value-number-two',
      VersionStages: ['AWSPENDING'],
    });
    const { VersionId } = await client.send(put);
    clock.pass(10 * MINUTES);
    expect(await read(current)).toBe('value-number-one');
    expect(await read(pending)).toBe('value-number-two');
    expect(rotations).toEqual([]);

    const versions = secrets.status().secrets.map(({ version }) => version);
    await client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: 'rotated',
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: VersionId,
        RemoveFromVersionId: versions[0] ?? undefined,
      }),
    );
    clock.pass(10 * MINUTES);
    expect(await read(current)).toBe('value-number-two');
    expect(await read(previous)).toBe('value-number-one');
    expect(rotations).toMatchObject([
      { backend: 'aws', reference: 'secret://aws/rotated', version: VersionId },
    ]);
    expect(
      values
        .at(-1)
        ?.map(({ value }) => value)
        .sort(),
    ).toEqual(['value-number-one', 'value-number-two']);
    expect(inspect(rotations)).not.toMatch(/value-number/);
  });

  test('a secret that is marked for deletion', async () => {
    await client.send(new CreateSecretCommand({ Name: 'marked', SecretString: CANARY }));
    const { secrets, clock, alarms } = aws(moto.address);
    const reference = ref('secret://aws/marked');
    await secrets.resolve(reference);
    await client.send(new DeleteSecretCommand({ SecretId: 'marked', RecoveryWindowInDays: 7 }));
    clock.pass(10 * MINUTES);
    expect(await failureOf(secrets.resolve(reference))).toMatchObject({ reason: 'deleted' });
    expect(alarms).toMatchObject([{ kind: 'lost', reason: 'deleted' }]);
  });

  test('denied access, and credentials that are wrong', async () => {
    const user = await iamUser(moto.address);
    await setAuthorization(moto.address, '0');
    try {
      Object.assign(process.env, user);
      const denied = await failureOf(aws(moto.address).secrets.resolve(ref('secret://aws#openai')));
      expect(denied).toMatchObject({ reason: 'denied' });
      expect(denied.message).toMatch(/allow secretsmanager:GetSecretValue/);
      process.env.AWS_ACCESS_KEY_ID = 'AKIAIOSFODNN7NOBODY0';
      const wrong = await failureOf(aws(moto.address).secrets.resolve(ref('secret://aws#openai')));
      // moto answers without the code that AWS has for it: see below.
      expect(wrong).toMatchObject({ reason: 'denied' });
      expect(wrong.message).toMatch(/check the credentials/);
      for (const error of [denied, wrong]) {
        expect(inspect(error)).not.toContain(user.AWS_SECRET_ACCESS_KEY);
        expect(inspect(error)).not.toContain(CANARY);
      }
    } finally {
      await setAuthorization(moto.address, 'inf');
    }
  });

  test('down later: the last value is used on', async () => {
    const own = await startMoto();
    const other = new SecretsManagerClient({ region: REGION, endpoint: own.address });
    await other.send(new CreateSecretCommand({ Name: 'safeai/prod', SecretString: CANARY }));
    other.destroy();
    const { secrets, clock, alarms } = aws(own.address);
    const reference = ref('secret://aws/safeai/prod');
    await secrets.load([{ reference }]);
    await own.stop();
    clock.pass(10 * MINUTES);
    expect((await secrets.resolve(reference)).reveal()).toBe(CANARY);
    expect(alarms).toMatchObject([{ kind: 'stale', reason: 'unreachable' }]);
  });
});

const OPENAI = ref('secret://aws#openai');

test('nobody listens', async () => {
  const { secrets } = aws(`http://127.0.0.1:${String(await freePort())}`);
  const error = await failureOf(secrets.resolve(OPENAI));

  expect(error).toMatchObject({ reason: 'unreachable' });
});

test('no credentials', async () => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
    Reflect.deleteProperty(process.env, name);
  }
  const { secrets } = aws('http://127.0.0.1:9');
  const error = await failureOf(secrets.resolve(OPENAI));
  expect(error).toMatchObject({ reason: 'unauthenticated' });
  expect(error.message).toMatch(/cannot be asked without credentials/);
});

test('a reference that AWS could not mean', async () => {
  const { secrets } = aws('http://127.0.0.1:9');
  const backend = new AwsBackend({ region: REGION, endpoint: 'http://127.0.0.1:9' });
  const nameless = stage({ backends: [backend] });
  expect(await failureOf(nameless.secrets.resolve(OPENAI))).toMatchObject({
    reason: 'misconfigured',
  });
  expect(await failureOf(secrets.resolve(ref('secret://gcp/name')))).toMatchObject({
    reason: 'misconfigured',
  });
});

test('the SDK that is not installed', async () => {
  const backend = new AwsBackend({ region: REGION }, () =>
    Promise.reject(new SecretError('misconfigured', 'npm install it')),
  );
  const { secrets } = stage({ backends: [backend] });
  expect(await failureOf(secrets.resolve(ref('secret://aws/name')))).toMatchObject({
    reason: 'misconfigured',
  });
});

const answers: readonly [string, RequestListener, string, number][] = [
  ['throttling', json(400, { __type: 'ThrottlingException', message: CANARY }), 'rate_limited', 3],
  ['429', json(429, { message: CANARY }), 'rate_limited', 3],
  ['a failure of the service', json(500, { __type: 'InternalServiceError' }), 'unavailable', 3],
  ['503', json(503, {}), 'unavailable', 3],
  ['denied', json(400, { __type: 'AccessDeniedException', message: CANARY }), 'denied', 1],
  ['no decryption', json(400, { __type: 'DecryptionFailure', message: CANARY }), 'denied', 1],
  [
    'expired',
    json(400, { __type: 'ExpiredTokenException', message: CANARY }),
    'unauthenticated',
    1,
  ],
  ['wrong credentials', json(400, { __type: 'UnrecognizedClientException' }), 'unauthenticated', 1],
  ['a wrong name', json(400, { __type: 'InvalidParameterException' }), 'misconfigured', 1],
  ['something new', json(400, { __type: 'NewException', message: CANARY }), 'failed', 1],
  ['no value', json(200, { Name: 'safeai/prod' }), 'missing', 1],
  ['malformed', (_, response) => response.end(`{"SecretString": "${CANARY}`), 'malformed', 1],
  ['no answer', () => undefined, 'timeout', 1],
];

test.each(answers)('%s', async (_, answer, reason, requests) => {
  const server = await standIn(answer);
  try {
    const { secrets, waits } = aws(server.address, REGION, reason === 'timeout' ? 100 : 5000);
    const error = await failureOf(secrets.resolve(OPENAI));
    expect(error).toMatchObject({ code: 'secret_unavailable', reason });
    expect(server.requests).toHaveLength(requests);
    expect(waits).toEqual([75, 150].slice(0, requests - 1));
    expect(inspect(error)).not.toContain(CANARY);
    await secrets.close();
  } finally {
    await server.close();
  }
});

function json(status: number, body: unknown): RequestListener {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(body));
  };
}

/** Whether moto looks at who asks: from the so-manieth request on. */
async function setAuthorization(address: string, after: string): Promise<void> {
  await (await fetch(`${address}/moto-api/reset-auth`, { method: 'POST', body: after })).text();
}

/** A user of IAM who may do nothing. */
async function iamUser(address: string): Promise<typeof CREDENTIALS> {
  const ask = async (body: string): Promise<string> => {
    const scope = 'Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/iam/aws4_request';
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0`,
      },
      body: `${body}&Version=2010-05-08`,
    });
    return response.text();
  };
  await ask('Action=CreateUser&UserName=nobody');
  const made = await ask('Action=CreateAccessKey&UserName=nobody');
  const field = (name: string) => new RegExp(`<${name}>([^<]+)<`).exec(made)?.[1] ?? '';
  return {
    ...CREDENTIALS,
    AWS_ACCESS_KEY_ID: field('AccessKeyId'),
    AWS_SECRET_ACCESS_KEY: field('SecretAccessKey'),
  };
}

import { expect, jest, test } from '@jest/globals';

const counts = { hmacs: 0, compares: 0 };

const digest = await import('../src/boundary/digest.ts');
jest.unstable_mockModule('../src/boundary/digest.ts', () => ({
  ...digest,
  tenantDigest: (...args: Parameters<typeof digest.tenantDigest>) => {
    counts.hmacs++;
    return digest.tenantDigest(...args);
  },
}));
const fingerprint = await import('../src/approvals/fingerprint.ts');
jest.unstable_mockModule('../src/approvals/fingerprint.ts', () => ({
  ...fingerprint,
  sameFingerprint: (a: string, b: string) => {
    counts.compares++;
    // Of different lengths it would be over at once.
    expect(a).toHaveLength(b.length);
    return fingerprint.sameFingerprint(a, b);
  },
}));
const { SafeAI } = await import('../src/safeai.ts');

test('a text that is no key that serves costs the same, whatever is wrong with it', async () => {
  const time = { now: 0 };
  let slow = 0;
  const ports = {
    clock: { now: () => time.now, monotonic: () => time.now },
    secretHash: {
      hash: () => Promise.resolve('hash'),
      matches: () => Promise.resolve(++slow > 0),
    },
  };
  const { apiKeys } = new SafeAI({}, ports);
  const create = (expiresInMs?: number) =>
    apiKeys.create({
      tenants: ['acme'],
      roles: ['agent'],
      ...(expiresInMs === undefined ? {} : { expiresInMs }),
    });
  const [live, ended, expired] = [await create(), await create(), await create(1)];
  await apiKeys.revoke(ended.key.id);
  time.now += 1;
  const work = async (text: string) => {
    Object.assign(counts, { hmacs: 0, compares: 0 });
    expect(await apiKeys.authenticate(text)).toBeNull();
    return { ...counts, slow };
  };
  const wrongSecret = `${live.text.slice(0, 18)}${'A'.repeat(43)}`;
  for (const text of [
    `sfai_${'0'.repeat(12)}_${'A'.repeat(43)}`,
    wrongSecret,
    expired.text,
    ended.text,
    `${expired.text.slice(0, 18)}${'A'.repeat(43)}`,
    `${ended.text.slice(0, 18)}${'A'.repeat(43)}`,
  ]) {
    expect(await work(text)).toEqual({ hmacs: 1, compares: 1, slow: 0 });
  }
});

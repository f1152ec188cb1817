import { ODD_NAMES, type StoreFactory, testClock, type TestRunner } from './runner.ts';

const HERE = { tenantId: 'acme', agentId: 'billing', sessionId: 's' };

/** What sessions have touched. */
export function sessionsContract(
  { describe, test, expect }: TestRunner,
  factory: StoreFactory,
): void {
  const setUp = async () => (await factory.make(testClock())).sessions;

  describe('a session', () => {
    test('has touched nothing at first', async () => {
      const sessions = await setUp();
      expect(await sessions.load(HERE)).toEqual({ tags: [], calls: {} });
    });

    test('gathers tags, each once, and counts calls', async () => {
      const sessions = await setUp();
      await sessions.record(HERE, ['pii', 'secret'], 'mail.send');
      await sessions.record(HERE, ['pii', 'health']);
      await sessions.record(HERE, [], 'mail.send');
      await sessions.record(HERE, [], 'mail.read');
      expect(await sessions.load(HERE)).toEqual({
        tags: ['pii', 'secret', 'health'],
        calls: { 'mail.send': 2, 'mail.read': 1 },
      });
    });

    test('loses no call when many come at once', async () => {
      const sessions = await setUp();
      await Promise.all(
        Array.from({ length: 50 }, (_, number) =>
          Promise.resolve(sessions.record(HERE, [`t${String(number % 5)}`], 'mail.send')),
        ),
      );
      const { tags, calls } = await sessions.load(HERE);
      expect(calls).toEqual({ 'mail.send': 50 });
      expect([...tags].sort()).toEqual(['t0', 't1', 't2', 't3', 't4']);
    });

    test('is that of its tenant, agent and name', async () => {
      const sessions = await setUp();
      await sessions.record(HERE, ['pii'], 'mail.send');
      for (const other of [
        { ...HERE, tenantId: 'other' },
        { ...HERE, agentId: 'support' },
        { ...HERE, sessionId: 't' },
        { tenantId: 'acme","billing', agentId: '', sessionId: 's' },
      ]) {
        expect(await sessions.load(other)).toEqual({ tags: [], calls: {} });
      }
    });

    test('keeps odd names apart', async () => {
      const sessions = await setUp();
      for (const name of ODD_NAMES) {
        await sessions.record({ ...HERE, sessionId: name }, [name], name);
      }
      for (const name of ODD_NAMES) {
        const { tags, calls } = await sessions.load({ ...HERE, sessionId: name });
        expect([tags, Object.entries(calls)]).toEqual([[name], [[name, 1]]]);
      }
    });
  });
}

import { MADE_AT, operationOf } from './examples.ts';
import { ODD_NAMES, type StoreFactory, testClock, type TestRunner } from './runner.ts';

/** Operations and outcomes. */
export function operationsContract(
  { describe, test, expect }: TestRunner,
  factory: StoreFactory,
): void {
  const setUp = async () => (await factory.make(testClock())).operations;
  const report = (outcome: 'succeeded' | 'failed' | 'unknown', decisionId = 'decision-1') => ({
    ...{ tenantId: 'acme', decisionId, outcome, at: MADE_AT },
  });

  describe('an operation', () => {
    test('begins once', async () => {
      const operations = await setUp();
      expect(await operations.begin(operationOf())).toEqual(operationOf());
      const again = operationOf({ decisionId: 'decision-2', digest: 'd2' });
      expect(await operations.begin(again)).toEqual(operationOf());
      expect(await operations.get('acme', 'refund-1')).toEqual(operationOf());
    });

    test('begun many times at once begins once', async () => {
      const operations = await setUp();
      const begun = await Promise.all(
        Array.from({ length: 20 }, async (_, number) => {
          const mine = operationOf({ decisionId: `decision-${String(number)}` });
          return (await operations.begin(mine)).decisionId === mine.decisionId;
        }),
      );
      expect(begun.filter(Boolean).length).toBe(1);
    });

    test('belongs to its tenant', async () => {
      const operations = await setUp();
      await operations.begin(operationOf());
      expect(await operations.get('other', 'refund-1')).toBe(undefined);
      const other = operationOf({ tenantId: 'other', decisionId: 'decision-2' });
      expect(await operations.begin(other)).toEqual(other);
      expect(await operations.findByDecision(['other'], 'decision-1')).toBe(undefined);
      expect(await operations.findByDecision([], 'decision-1')).toBe(undefined);
      expect(await operations.findByDecision(['*'], 'decision-2')).toEqual(other);
      expect(await operations.findByDecision(['x', 'acme'], 'decision-1')).toEqual(operationOf());
    });

    test('that failed may begin again; one that did not may not', async () => {
      const operations = await setUp();
      const again = operationOf({ decisionId: 'decision-2' });
      for (const outcome of ['unknown', 'failed'] as const) {
        await operations.begin(operationOf());
        await operations.report(report(outcome));
        const isOver = outcome === 'failed';
        const known = operationOf({ outcome });
        expect(await operations.begin(again)).toEqual(isOver ? again : known);
      }
      await operations.report(report('succeeded', 'decision-2'));
      expect((await operations.begin(operationOf({ decisionId: '3' }))).outcome).toBe('succeeded');
    });

    test('can be taken back by who began it alone', async () => {
      const operations = await setUp();
      await operations.begin(operationOf());
      await operations.abandon(operationOf({ decisionId: 'decision-2' }));
      expect(await operations.get('acme', 'refund-1')).toEqual(operationOf());
      await operations.abandon(operationOf());
      await operations.abandon(operationOf());
      expect(await operations.get('acme', 'refund-1')).toBe(undefined);
      expect(await operations.findByDecision(['*'], 'decision-1')).toBe(undefined);
    });

    test('keeps odd names apart', async () => {
      const operations = await setUp();
      for (const name of ODD_NAMES) {
        await operations.begin(operationOf({ operationId: name, decisionId: name, digest: name }));
      }
      for (const name of ODD_NAMES) {
        expect((await operations.get('acme', name))?.digest).toBe(name);
        expect((await operations.findByDecision(['acme'], name))?.digest).toBe(name);
      }
    });
  });

  describe('an outcome', () => {
    test('is put on record, once, and told the same', async () => {
      const operations = await setUp();
      await operations.begin(operationOf());
      const settled = { outcome: 'succeeded', operationId: 'refund-1' };
      const first = await operations.report(report('succeeded'));
      expect(first).toEqual({ result: 'settled', ...settled });
      expect((await operations.get('acme', 'refund-1'))?.outcome).toBe('succeeded');
      expect(await operations.report(report('succeeded'))).toEqual({ result: 'same', ...settled });
      for (const other of ['failed', 'unknown'] as const) {
        expect(await operations.report(report(other))).toEqual({ result: 'conflict', ...settled });
      }
      expect((await operations.get('acme', 'refund-1'))?.outcome).toBe('succeeded');
    });

    test('of an action without an operation is kept, too', async () => {
      const operations = await setUp();
      const failed = { outcome: 'failed', operationId: null };
      expect(await operations.report(report('failed'))).toEqual({ result: 'settled', ...failed });
      expect(await operations.report(report('unknown'))).toEqual({ result: 'conflict', ...failed });
    });

    test('that is unknown may change once more', async () => {
      const operations = await setUp();
      const result = async (outcome: 'succeeded' | 'failed' | 'unknown') =>
        (await operations.report(report(outcome))).result;
      expect(await result('unknown')).toBe('settled');
      expect(await result('unknown')).toBe('same');
      expect(await result('failed')).toBe('settled');
      expect(await result('unknown')).toBe('conflict');
      expect(await result('succeeded')).toBe('conflict');
    });

    test('has one winner among many at once', async () => {
      const operations = await setUp();
      await operations.begin(operationOf());
      const outcomes = ['succeeded', 'failed', 'succeeded', 'failed'] as const;
      const results = await Promise.all(outcomes.map((one) => operations.report(report(one))));
      expect(results.filter(({ result }) => result === 'settled').length).toBe(1);
      const [winner] = results.filter(({ result }) => result === 'settled');
      for (const { outcome } of results) expect(outcome).toBe(winner?.outcome);
      expect((await operations.get('acme', 'refund-1'))?.outcome).toBe(winner?.outcome);
    });

    test('of another tenant changes nothing', async () => {
      const operations = await setUp();
      await operations.begin(operationOf());
      const foreign = await operations.report({ ...report('failed'), tenantId: 'other' });
      expect(foreign.operationId).toBe(null);
      expect((await operations.get('acme', 'refund-1'))?.outcome).toBe(null);
      expect((await operations.report(report('succeeded'))).result).toBe('settled');
    });
  });
}

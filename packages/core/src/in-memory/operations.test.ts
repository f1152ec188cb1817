import { describe, expect, test } from '@jest/globals';

import type { Operation } from '../actions/operation.ts';
import { MemoryOperationStore } from './operations.ts';

function operation(name: string, decisionId = `decision-of-${name}`): Operation {
  return {
    tenantId: 't',
    operationId: name,
    digest: 'd',
    decisionId,
    agentId: 'a',
    toolName: 'tool',
    startedAt: 0,
    outcome: null,
  };
}

describe('operations in memory', () => {
  test('are forgotten past the capacity, the oldest first, with their decisions', async () => {
    const store = new MemoryOperationStore(2);
    for (const name of ['one', 'two', 'three']) await store.begin(operation(name));
    await expect(store.get('t', 'one')).resolves.toBeUndefined();
    await expect(store.findByDecision(['*'], 'decision-of-one')).resolves.toBeUndefined();
    await expect(store.findByDecision(['t'], 'decision-of-three')).resolves.toEqual(
      operation('three'),
    );
  });

  test('that failed and began again count as new, and are found by their new decision alone', async () => {
    const store = new MemoryOperationStore(2);
    await store.begin(operation('one'));
    await store.begin(operation('two'));
    await store.report({
      tenantId: 't',
      decisionId: 'decision-of-one',
      outcome: 'failed',
      at: 1,
    });
    await store.begin(operation('one', 'again'));
    await store.begin(operation('three'));
    await expect(store.get('t', 'two')).resolves.toBeUndefined();
    await expect(store.findByDecision(['t'], 'again')).resolves.toMatchObject({
      operationId: 'one',
    });
    await expect(store.findByDecision(['t'], 'decision-of-one')).resolves.toBeUndefined();
  });

  test('outcomes of decisions without an operation are forgotten past the capacity too', async () => {
    const store = new MemoryOperationStore(1);
    const report = (decisionId: string) =>
      store.report({ tenantId: 't', decisionId, outcome: 'succeeded', at: 1 });
    await report('first');
    await expect(report('first')).resolves.toMatchObject({ result: 'same' });
    await report('second');
    await expect(report('first')).resolves.toMatchObject({ result: 'settled' });
  });
});

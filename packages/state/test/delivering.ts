import { randomUUID } from 'node:crypto';
import { alertOf, messageOf } from '../src/contract/index.ts';
import type { State } from '../src/index.ts';

/** Keys of alerts, each with messages of its own. */
export const KEYS_OF_ALERTS = 8;

/** A name for the message of a key and a place in its order. */
export function idOf(key: string, sequence: number): string {
  return `${key}-${String(sequence)}`;
}

/** Appends messages for ever, and tells which ones are lasting. */
export async function appendForEver({ outbox }: State, tell: (id: string) => void): Promise<void> {
  for (let sequence = 1; ; sequence++) {
    await Promise.all(
      Array.from({ length: KEYS_OF_ALERTS }, async (_, number) => {
        const key = `k${String(number)}`;
        const message = messageOf({ id: idOf(key, sequence), key, sequence });
        const [isMade] = await outbox.commit([
          { next: alertOf({ key, version: sequence }), messages: [message] },
        ]);
        if (isMade === true) tell(message.id);
      }),
    );
  }
}

/** Leases and settles until nothing is left; tells what it sends before it says so to the outbox. */
export async function deliver(
  { outbox }: State,
  leaseMs: number,
  tell: (id: string) => void,
): Promise<void> {
  const lease = { channel: 'mail', leaseId: randomUUID(), leaseMs, limit: 3 };
  for (;;) {
    const leased = await outbox.lease(lease);
    for (const { id } of leased) {
      tell(id);
      await outbox.settle({ ...lease, id }, { result: 'sent' });
    }
    if (leased.length > 0) continue;
    if ((await outbox.wakeAt(['mail'])) === null) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

import { alertView, type AlertView } from '@safeai/alerting';
import { type AlertState, InvalidRequestError, type Outbox } from '@safeai/core';
import type { AlertPage, AlertQuery } from './alert-access.ts';

/** Alerts that are read at once. */
const BATCH = 200;

/** Most alerts that are looked at for a page whose rule or severity few have. */
const MOST_LOOKED_AT = 5000;

/** Where a page ended. */
type Place = Pick<AlertState, 'changedAt' | 'key'>;

/** A page of alerts. What never came to its rule's number of events is none. @throws InvalidRequestError */
export async function alertPage(
  outbox: Pick<Outbox, 'alerts'>,
  { tenants, state, rule, severity, limit, cursor }: AlertQuery,
): Promise<AlertPage> {
  const isWanted = (alert: AlertView): boolean =>
    alert.status !== 'counting' &&
    (rule === undefined || alert.rule === rule) &&
    (severity === undefined || alert.severity === severity);
  const alerts: AlertView[] = [];
  let after = cursor === undefined ? undefined : placeOf(cursor);
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += BATCH) {
    const batch = await outbox.alerts({
      ...{ tenants, limit: BATCH },
      ...(state === undefined ? {} : { isOpen: state === 'open' }),
      ...(after === undefined ? {} : { after }),
    });
    for (const one of batch) {
      after = { changedAt: one.changedAt, key: one.key };
      const view = alertView(one);
      if (isWanted(view)) alerts.push(view);
      if (alerts.length === limit) return { alerts, nextCursor: cursorOf(after) };
    }
    if (batch.length < BATCH) return { alerts, nextCursor: null };
  }
  return { alerts, nextCursor: after === undefined ? null : cursorOf(after) };
}

function cursorOf({ changedAt, key }: Place): string {
  return Buffer.from(`${String(changedAt)} ${key}`).toString('base64url');
}

function placeOf(cursor: string): Place {
  const [, changedAt, key] =
    /^(\d{1,15}) (safeai-[0-9a-f]{32})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (changedAt === undefined || key === undefined) {
    throw new InvalidRequestError('cursor: give that of a page before.');
  }
  return { changedAt: Number(changedAt), key };
}

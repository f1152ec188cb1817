const UUID_V7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A record's time is taken after its id's; so much a clock that is set back may differ. */
const SLACK_MS = 3_600_000;

/**
 * The earliest time that the records of a decision can have.
 *
 * @returns milliseconds since the epoch; undefined for an id that is no UUIDv7 (RFC 9562 §5.7)
 */
export function decisionTime(decisionId: string): number | undefined {
  const [, high, low] = UUID_V7.exec(decisionId) ?? [];
  if (high === undefined || low === undefined) return undefined;
  return Number.parseInt(high + low, 16) - SLACK_MS;
}

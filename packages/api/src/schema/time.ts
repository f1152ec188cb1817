import { Type } from '@sinclair/typebox';

/** A point in time: ISO 8601 with any offset. */
export function Time(description: string) {
  return Type.String({ format: 'date-time', description });
}

/** How long: `10s`, `30m`, `2h`, `7d`, `1w`. */
export function TimeSpan(description: string) {
  return Type.String({ format: 'time-span', description });
}

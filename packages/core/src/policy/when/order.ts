import type { FieldKind } from './field.ts';
import { minuteOfDay, parseDayTime, parseMoment } from './moment.ts';
import type { Complain, Operator, ValueTest } from './operator.ts';
import { truth, UNSURE } from './truth.ts';

const ORDERED = ['parameter', 'count', 'moment'] as const satisfies readonly FieldKind[];

function comparison(holds: (value: number, bound: number) => boolean): Operator {
  return {
    fields: ORDERED,
    compile(operand, kind, complain) {
      const bound = parseBound(operand, kind);
      if (bound === null) {
        complain(`must be ${boundName(kind)}`);
        return null;
      }
      return numeric((value) => holds(value, bound));
    },
  };
}

export const lt = comparison((value, bound) => value < bound);
export const lte = comparison((value, bound) => value <= bound);
export const gt = comparison((value, bound) => value > bound);
export const gte = comparison((value, bound) => value >= bound);

/**
 * Both bounds count. For `time` the bounds may be times of day (`"09:00"`), in UTC: from the first one up to,
 * not including, the second; past midnight where the second is the smaller.
 */
export const between: Operator = {
  fields: ORDERED,
  compile(operand, kind, complain) {
    if (!Array.isArray(operand) || operand.length !== 2) {
      complain('must be a list of two bounds, the lower one first');
      return null;
    }
    const [first, second] = operand as readonly unknown[];
    const opens = parseDayTime(first);
    const closes = parseDayTime(second);
    if (kind === 'moment' && opens !== null && closes !== null) {
      return daily(opens, closes, complain);
    }
    const low = parseBound(first, kind);
    const high = parseBound(second, kind);
    if (low === null || high === null) {
      complain(
        `must hold ${boundName(kind)} twice${kind === 'moment' ? ', or two times of day' : ''}`,
      );
      return null;
    }
    if (low > high) {
      complain('has its bounds in the wrong order: nothing is between them');
      return null;
    }
    return numeric((value) => value >= low && value <= high);
  },
};

function daily(opens: number, closes: number, complain: Complain): ValueTest | null {
  if (opens === closes) {
    complain('begins when it ends: leave the condition out for the whole day');
    return null;
  }
  return numeric((moment) => {
    const minute = minuteOfDay(moment);
    return opens < closes ? minute >= opens && minute < closes : minute >= opens || minute < closes;
  });
}

function numeric(holds: (value: number) => boolean): ValueTest {
  return (value) =>
    typeof value === 'number' && !Number.isNaN(value) ? truth(holds(value)) : UNSURE;
}

function parseBound(operand: unknown, kind: FieldKind): number | null {
  if (kind === 'moment') return parseMoment(operand);
  return typeof operand === 'number' && Number.isFinite(operand) ? operand : null;
}

function boundName(kind: FieldKind): string {
  return kind === 'moment'
    ? 'an ISO 8601 time with an offset (2026-01-31T09:00Z) or milliseconds since the epoch'
    : 'a number';
}

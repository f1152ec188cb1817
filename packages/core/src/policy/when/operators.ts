import type { Condition } from '../rule.ts';
import { cidrIn } from './cidr-in.ts';
import { eq, isIn } from './equality.ts';
import { within } from './folder.ts';
import { hostIn } from './host-in.ts';
import { matches } from './matches.ts';
import type { Operator } from './operator.ts';
import { between, gt, gte, lt, lte } from './order.ts';
import { has, sizeLte } from './size.ts';

/** The name of an operator in a `when` condition. */
export type OperatorName = Exclude<keyof Condition, 'required'>;

const BY_NAME: Readonly<Record<OperatorName, Operator>> = {
  eq,
  in: isIn,
  lt,
  lte,
  gt,
  gte,
  between,
  within,
  hostIn,
  cidrIn,
  matches,
  sizeLte,
  has,
};

/** Every operator by its name. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map(Object.entries(BY_NAME));

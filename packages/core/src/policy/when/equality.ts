import type { FieldKind } from './field.ts';
import type { Operator, ValueTest } from './operator.ts';
import { FALSE, TRUE, UNSURE } from './truth.ts';

type Scalar = string | number | boolean | null;

/** The field is this value. A field of another type is of the wrong type; null is compared with anything. */
export const eq: Operator = {
  fields: ['parameter', 'count', 'name'],
  compile(operand, kind, complain) {
    if (fits(operand, kind)) return oneOf([operand]);
    complain(`must be ${valueName(kind)}`);
    return null;
  },
};

/** The field is one of these values. */
export const isIn: Operator = {
  fields: ['parameter', 'count', 'name'],
  compile(operand, kind, complain) {
    if (!Array.isArray(operand) || operand.length === 0) {
      complain('must be a list of at least one value');
      return null;
    }
    const values: Scalar[] = [];
    for (const [index, value] of operand.entries()) {
      if (fits(value, kind)) values.push(value);
      else complain(`must be ${valueName(kind)}`, `[${index}]`);
    }
    return values.length === operand.length ? oneOf(values) : null;
  },
};

function oneOf(values: readonly Scalar[]): ValueTest {
  const wanted = new Set<unknown>(values);
  const types = new Set<string>();
  for (const value of values) if (value !== null) types.add(typeof value);
  return (value) => {
    if (wanted.has(value)) return TRUE;
    if (types.size === 0) return FALSE;
    return types.has(typeof value) && !Number.isNaN(value) ? FALSE : UNSURE;
  };
}

function fits(value: unknown, kind: FieldKind): value is Scalar {
  if (typeof value === 'number') return kind !== 'name' && Number.isFinite(value);
  if (typeof value === 'string') return kind !== 'count';
  return kind === 'parameter' && (value === null || typeof value === 'boolean');
}

function valueName(kind: FieldKind): string {
  if (kind === 'parameter') return 'a string, a number, a boolean or null';
  return kind === 'count' ? 'a number' : 'a string';
}

import type { PolicyContext } from '../decision.ts';
import { propertyPath, type Problems } from '../problems.ts';
import type { Condition } from '../rule.ts';
import { hint } from '../suggest.ts';
import { parseField, type Field } from './field.ts';
import type { ValueTest } from './operator.ts';
import { OPERATORS } from './operators.ts';
import { MISSING, MISTYPED } from './path.ts';
import { FALSE, TRUE, UNSURE, type Truth } from './truth.ts';

interface FieldCondition {
  readonly name: string;
  readonly read: Field['read'];
  readonly tests: readonly ValueTest[];
  /** What the condition is where the field is missing. */
  readonly missing: typeof TRUE | typeof FALSE;
}

/** A rule's `when`: every field's condition must hold. */
export class CompiledWhen {
  readonly #conditions: readonly FieldCondition[];

  constructor(conditions: readonly FieldCondition[]) {
    this.#conditions = conditions;
  }

  /** O(fields), times what an operator takes: the length of the field's value at most. */
  test(context: PolicyContext): Truth {
    let result: Truth = TRUE;
    for (const condition of this.#conditions) {
      const holds = testField(condition, context);
      if (holds === FALSE) return FALSE;
      if (holds === UNSURE) result = UNSURE;
    }
    return result;
  }

  /** The first field whose condition does not hold, or cannot be told, for explanations. */
  failing(context: PolicyContext): string | undefined {
    const wanted = this.test(context);
    return this.#conditions.find((condition) => testField(condition, context) === wanted)?.name;
  }
}

function testField(condition: FieldCondition, context: PolicyContext): Truth {
  const value = condition.read(context);
  if (value === MISSING) return condition.missing;
  if (value === MISTYPED) return UNSURE;
  let result: Truth = TRUE;
  for (const test of condition.tests) {
    const holds = test(value);
    if (holds === FALSE) return FALSE;
    if (holds === UNSURE) result = UNSURE;
  }
  return result;
}

/**
 * Compiles a `when`.
 *
 * @param strict the rule is stricter than `allow`, so that `required` counts
 * @param path where it stands, e.g. `policies[3].when`
 * @returns `null` after any problem
 */
export function compileWhen(
  when: Readonly<Record<string, Condition>>,
  strict: boolean,
  problems: Problems,
  path = 'when',
): CompiledWhen | null {
  const before = problems.count;
  const conditions: FieldCondition[] = [];
  if (Object.keys(when).length === 0) problems.add(path, 'must name at least one field');
  for (const [name, condition] of Object.entries(when)) {
    const at = propertyPath(path, name);
    const field = parseField(name);
    if (typeof field === 'string') {
      problems.add(at, field);
      continue;
    }
    const tests = compileCondition(condition, field, problems, at);
    const missing = strict && tests.required ? TRUE : FALSE;
    conditions.push({ name, read: field.read, tests: tests.tests, missing });
  }
  return problems.count === before ? new CompiledWhen(conditions) : null;
}

function compileCondition(
  condition: unknown,
  field: Field,
  problems: Problems,
  path: string,
): { readonly tests: readonly ValueTest[]; readonly required: boolean } {
  const tests: ValueTest[] = [];
  let required = false;
  if (typeof condition !== 'object' || condition === null || Array.isArray(condition)) {
    problems.add(path, 'must be an object of operators, such as { lt: 100 }');
    return { tests, required };
  }
  let named = 0;
  for (const [name, operand] of Object.entries(condition)) {
    const at = propertyPath(path, name);
    if (operand === undefined) continue;
    if (name === 'required') {
      if (typeof operand === 'boolean') required = operand;
      else problems.add(at, 'must be true or false');
      continue;
    }
    named++;
    const operator = OPERATORS.get(name);
    if (operator === undefined) {
      problems.add(at, `is not an operator.${hint(name, OPERATORS.keys())}`);
    } else if (!operator.fields.includes(field.kind)) {
      problems.add(at, 'does not fit this field');
    } else {
      const test = operator.compile(operand, field.kind, (message, inside = '') => {
        problems.add(at + inside, message);
      });
      if (test !== null) tests.push(test);
    }
  }
  if (named === 0) problems.add(path, 'needs an operator, such as { eq: "value" }');
  return { tests, required };
}

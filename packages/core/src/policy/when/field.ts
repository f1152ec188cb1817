import type { PolicyContext, SessionFacts } from '../decision.ts';
import type { Glob } from '../../glob.ts';
import { compileToolGlob, namesForGlobs } from '../../tool-name.ts';
import { hint } from '../suggest.ts';
import { follow, MISSING, MISTYPED, parsePath } from './path.ts';

/**
 * What a field holds, which decides the operators that fit it: any JSON value (`parameters.<path>`), a list
 * of tags (`session.tags`), a count (`session.calls.<tool>`), a moment (`time`) or a name (`model`, `user`).
 */
export type FieldKind = 'parameter' | 'tags' | 'count' | 'moment' | 'name';

export interface Field {
  readonly kind: FieldKind;
  /** The value, {@link MISSING}, or {@link MISTYPED} where no operator could use it. */
  readonly read: (context: PolicyContext) => unknown;
}

const CALLS = 'session.calls.';
const FIELDS = ['parameters.<path>', 'session.tags', `${CALLS}<tool>`, 'time', 'model', 'user'];
/** A name, then steps: whatever is not one of the fixed fields. */
const PARAMETER = /^parameters(?=[.[])/;

/**
 * Parses the key of a `when` condition.
 *
 * @returns the field, or what is wrong with the key
 */
export function parseField(key: string): Field | string {
  switch (key) {
    case 'session.tags':
      return { kind: 'tags', read: (context) => context.session?.tags ?? MISSING };
    case 'time':
      return { kind: 'moment', read: (context) => finite(context.time) };
    case 'model':
      return { kind: 'name', read: (context) => context.model ?? MISSING };
    case 'user':
      return { kind: 'name', read: (context) => context.userId ?? MISSING };
  }
  if (key.startsWith(CALLS) && key.length > CALLS.length) {
    const glob = compileToolGlob(key.slice(CALLS.length));
    return { kind: 'count', read: (context) => countCalls(context.session, glob) };
  }
  if (PARAMETER.test(key)) {
    const steps = parsePath(key.replace(PARAMETER, ''));
    if (steps === null) {
      return 'is not a path: write parameters.a.b[0], or parameters["a.b"] for a key with other characters';
    }
    return { kind: 'parameter', read: (context) => follow(context.parameters, steps) };
  }
  return `is not a field. Fields are ${FIELDS.join(', ')}.${hint(key, FIELDS)}`;
}

function finite(value: number | undefined): unknown {
  if (value === undefined) return MISSING;
  return Number.isFinite(value) ? value : MISTYPED;
}

/** Calls of the tools that the glob names, as rules see tool names; 0 where the session saw none. */
function countCalls(session: SessionFacts | undefined, glob: Glob): unknown {
  if (session === undefined) return MISSING;
  let sum = 0;
  for (const [tool, count] of Object.entries(session.calls)) {
    if (namesForGlobs(tool).some(glob)) sum += count;
  }
  return finite(sum);
}

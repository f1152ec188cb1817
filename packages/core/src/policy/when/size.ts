import { normalizeTag, tagCovers } from '../../tags.ts';
import type { Operator, ValueTest } from './operator.ts';
import { FALSE, TRUE, truth, UNSURE } from './truth.ts';

/** Longest length of a string (UTF-16 code units), or most items of an array or keys of an object. */
export const sizeLte: Operator = {
  fields: ['parameter', 'tags', 'name'],
  compile(operand, _kind, complain) {
    if (!Number.isSafeInteger(operand) || Number(operand) < 0) {
      complain('must be a whole number, 0 or more');
      return null;
    }
    const most = Number(operand);
    return (value) => {
      if (typeof value === 'string' || Array.isArray(value)) return truth(value.length <= most);
      if (typeof value !== 'object' || value === null) return UNSURE;
      return truth(Object.keys(value).length <= most);
    };
  },
};

/** The array holds it, the object has the key, the string contains it; `session.tags` holds it or a child. */
export const has: Operator = {
  fields: ['parameter', 'tags', 'name'],
  compile(operand, kind, complain) {
    if (kind === 'tags') return hasTag(operand, complain);
    const fits =
      typeof operand === 'string' ||
      (kind === 'parameter' && (typeof operand === 'number' || typeof operand === 'boolean'));
    if (!fits || operand === '' || Number.isNaN(operand)) {
      complain(
        `must be a non-empty string${kind === 'parameter' ? ', a number or a boolean' : ''}`,
      );
      return null;
    }
    return (value) => {
      if (Array.isArray(value)) return holds(value, operand);
      if (typeof operand !== 'string') return UNSURE;
      if (typeof value === 'string') return truth(value.includes(operand));
      if (typeof value !== 'object' || value === null) return UNSURE;
      return truth(Object.hasOwn(value, operand));
    };
  },
};

/** An item of another type might stand for the one that is sought. */
function holds(items: readonly unknown[], wanted: string | number | boolean) {
  if (items.includes(wanted)) return TRUE;
  return items.every((item) => typeof item === typeof wanted) ? FALSE : UNSURE;
}

function hasTag(operand: unknown, complain: (message: string) => void): ValueTest | null {
  let tag: string;
  try {
    if (typeof operand !== 'string') throw new TypeError('not a tag');
    tag = normalizeTag(operand);
  } catch {
    complain('must be a tag, such as personal.pii');
    return null;
  }
  return (value) => {
    if (!Array.isArray(value)) return UNSURE;
    return truth(value.some((item) => typeof item === 'string' && tagCovers(tag, item)));
  };
}

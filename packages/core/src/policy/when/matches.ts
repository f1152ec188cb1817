import { compilePattern } from '../../detection/engine/pattern.ts';
import { SafeAIError } from '../../errors.ts';
import type { Operator } from './operator.ts';
import { truth, UNSURE } from './truth.ts';

/** A linear-time regular expression, searched for anywhere in the field; case counts. */
export const matches: Operator = {
  fields: ['parameter', 'name'],
  compile(operand, _kind, complain) {
    if (typeof operand !== 'string' || operand === '') {
      complain('must be a regular expression');
      return null;
    }
    try {
      const pattern = compilePattern(operand);
      return (value) => (typeof value === 'string' ? truth(pattern.test(value)) : UNSURE);
    } catch (error) {
      if (!SafeAIError.isInstance(error)) throw error;
      complain(error.message);
      return null;
    }
  },
};

import { describe, expect, test } from '@jest/globals';

import {
  DetectorError,
  ERROR_CATALOGUE,
  InvalidRequestError,
  LimitExceededError,
  PolicyError,
  SafeAIError,
  type ErrorCode,
} from './errors.ts';

describe('the error catalogue', () => {
  test('every code is snake_case and has an HTTP error status and a title', () => {
    for (const [code, { status, title }] of Object.entries(ERROR_CATALOGUE)) {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
      expect(title).not.toBe('');
    }
  });

  test.each<[SafeAIError, ErrorCode, string]>([
    [new PolicyError('x'), 'invalid_policy', 'PolicyError'],
    [new DetectorError('x'), 'invalid_detector', 'DetectorError'],
    [new InvalidRequestError('x'), 'invalid_request', 'InvalidRequestError'],
    [new LimitExceededError('x'), 'limit_exceeded', 'LimitExceededError'],
  ])('%s has its code, its name and its status', (error, code, name) => {
    expect(error.code).toBe(code);
    expect(error.name).toBe(name);
    expect(error.status).toBe(ERROR_CATALOGUE[code].status);
  });

  test('cause and details are kept', () => {
    const cause = new Error('why');
    const details = [{ path: '$.a', message: 'wrong' }];
    const error = new SafeAIError('conflict', 'what', { cause, details });
    expect(error.cause).toBe(cause);
    expect(error.details).toEqual(details);
  });

  test('an error of another installed copy is recognised, a foreign one is not', () => {
    const otherCopy = new Error('x');
    Object.defineProperty(otherCopy, Symbol.for('safeai.error'), { value: true });
    expect(SafeAIError.isInstance(new PolicyError('x'))).toBe(true);
    expect(SafeAIError.isInstance(otherCopy)).toBe(true);
    expect(SafeAIError.isInstance(new Error('x'))).toBe(false);
    expect(SafeAIError.isInstance(null)).toBe(false);
  });
});

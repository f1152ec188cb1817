import { SafeAIError } from '@safeai/core';
import { HttpError } from './problem.ts';
import type { RouteFinder } from './route-finder.ts';

/** Why a request met no route: its path is unknown, or known for other methods. */
export function noRoute(finder: RouteFinder, path: string): SafeAIError {
  const methods = finder.methods(path);
  if (methods.length === 0) return new SafeAIError('not_found', 'There is no such route.');
  const allow = methods.join(', ');
  return new HttpError('method_not_allowed', `This route answers to ${allow}.`, {
    headers: { allow },
  });
}

import { SafeAIError } from '@safeai/core';
import type { EdgeRoute } from '../routes/edge-route.ts';
import type { ServedRoute } from '../routes/served-route.ts';
import { HttpError } from './problem.ts';
import type { RouteFinder } from './route-finder.ts';

/** What cannot be a name is the name of nothing; says which names there are. */
export function noSuchName({ takes }: Pick<ServedRoute, 'takes'>): SafeAIError {
  const kinds = takes === undefined ? '' : `: ${takes}`;
  return new SafeAIError('not_found', `There is nothing by that name${kinds}.`);
}

/** Why a request met no route: its path is unknown, or known for other methods. */
export function noRoute(finder: RouteFinder<EdgeRoute>, path: string): SafeAIError {
  const methods = finder.methods(path);
  if (methods.length === 0) return new SafeAIError('not_found', 'There is no such route.');
  const allow = methods.join(', ');
  return new HttpError('method_not_allowed', `This route answers to ${allow}.`, {
    headers: { allow },
  });
}

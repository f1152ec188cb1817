import type { ContentPolicy } from '../edge/security-headers.ts';
import { REDOC_POLICY } from './redoc.ts';
import { SWAGGER_POLICY } from './swagger.ts';

/** Pages by their paths, and what each may load. Everything else may load nothing. */
export const PAGE_POLICIES: ReadonlyMap<string, ContentPolicy> = new Map([
  ['/docs', SWAGGER_POLICY],
  ['/redoc', REDOC_POLICY],
]);

import type { AgentGuard, JsonObject, RequestContext, ScanStructuredResult } from '@safeai/core';
import { compareListing, type Listing } from './definitions/listing.ts';
import type { LockFile } from './lock/lock-file.ts';
import type { Lock, ServerPins } from './lock/lock.ts';
import type { FirewallLimits, FirewallNotice } from './settings.ts';
import { listTools } from './upstream/list-tools.ts';

/** What the tools of a server are listed, judged and pinned with. */
export interface ToolParts {
  readonly name: string;
  readonly lock: LockFile;
  readonly frozen: boolean;
  readonly guard: AgentGuard;
  /** Whose list it is. */
  readonly scope: RequestContext;
  readonly limits: FirewallLimits;
  readonly now: () => number;
  readonly tell: (notice: FirewallNotice) => void;
  /** Asks the server. */
  readonly ask: (method: string, params: JsonObject) => Promise<JsonObject>;
}

/**
 * What the server lists now, compared with the lock. Nothing is pinned, and nothing judged.
 *
 * @throws ServerFailure
 */
export async function listedAgainst(
  { name, limits, ask }: ToolParts,
  lock: Lock | undefined,
  pins: ServerPins | undefined,
): Promise<Listing> {
  return compareListing(await listTools(ask, limits.maxTools), {
    server: name,
    maxLength: limits.maxDefinitionLength,
    lock,
    pins,
  });
}

/** Judges a definition: it is a text on its way into a model. */
export function scanDefinition(
  { guard, scope }: ToolParts,
  payload: JsonObject,
  tag: string,
): Promise<ScanStructuredResult> {
  return guard.scanStructured(
    { ...scope, payload, dataTags: [tag] },
    { surface: 'tool definition' },
  );
}

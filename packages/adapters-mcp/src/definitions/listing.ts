import type { JsonObject, JsonValue } from '@safeai/core';
import { type Standing, standingOf } from '../lock/compare.ts';
import type { Lock, ServerPins } from '../lock/lock.ts';
import { checkDefinition, type ToolDefinition } from './definition-check.ts';
import { inspect } from './inspection.ts';
import { collisionsAmong, skeletonOf } from './name-collisions.ts';

/** A tool as the host may see it, or why it may not. */
export interface ListedTool {
  readonly definition: ToolDefinition;
  readonly standing: Standing;
  /** What was found in it, and what it can be taken for. */
  readonly findings: readonly string[];
  /** What the host is shown; null where the tool is hidden. */
  readonly offered: JsonObject | null;
}

/** All that a server offers, against the lock. */
export interface Listing {
  readonly tools: ReadonlyMap<string, ListedTool>;
  /** What cannot be a tool, by its name, and why not. */
  readonly refused: ReadonlyMap<string, string>;
  readonly pins: ServerPins | undefined;
}

/** What a listing is compared with. */
export interface ListingGround {
  /** The server's name. */
  readonly server: string;
  /** Longest definition, as JSON. */
  readonly maxLength: number;
  readonly lock: Lock | undefined;
  readonly pins: ServerPins | undefined;
}

/** Compares what a server lists with the lock, and looks at each definition. Offers nothing yet. */
export function compareListing(values: readonly JsonValue[], ground: ListingGround): Listing {
  const { pins } = ground;
  const tools = new Map<string, ListedTool>();
  const refused = new Map<string, string>();
  for (const value of values) {
    const definition = checkDefinition(value, ground.maxLength);
    const { name } = definition;
    if ('problem' in definition) refused.set(name, definition.problem);
    else if (tools.has(name) || refused.has(name)) {
      tools.delete(name);
      refused.set(name, 'the server offers two tools of this name');
    } else {
      const standing = standingOf(definition.digest, pins?.tools.get(name));
      tools.set(name, { definition, standing, findings: [], offered: null });
    }
  }
  const like = likenesses([...tools.keys()], ground);
  for (const [name, tool] of tools) {
    const found = [...inspect(tool.definition.json)].filter((one) => one !== 'personal data');
    const other = like.get(name);
    const findings = [...found, ...(other === undefined ? [] : [other])].sort();
    tools.set(name, { ...tool, findings });
  }
  return { tools, refused, pins };
}

/** Names that can be taken for another one's: of this server, or of another one that the lock knows. */
function likenesses(
  names: readonly string[],
  { server: own, lock }: ListingGround,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [server, { tools }] of lock ?? []) {
    if (server === own) continue;
    const skeletons = new Map([...tools.keys()].map((name) => [skeletonOf(name), name]));
    for (const name of names) {
      const other = skeletons.get(skeletonOf(name));
      if (other !== undefined) found.set(name, `can be taken for ${other} of ${server}`);
    }
  }
  for (const [name, other] of collisionsAmong(names)) {
    found.set(name, `can be taken for ${other}`);
  }
  return found;
}

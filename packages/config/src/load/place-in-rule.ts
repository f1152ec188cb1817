import { entryOf, type ConfigNode, type PathStep } from '../yaml/node.ts';
import type { Place } from '../yaml/source.ts';
import { SPELLINGS } from './rule-checks.ts';

/** A place in a rule, and the way to it. */
export interface PlaceInRule {
  readonly path: readonly PathStep[];
  readonly place: Place;
}

/**
 * Where something stands in a rule of the file that core names by its own path: `dataTags[0]` may be
 * `condition.data_tag`. As deep as the file goes.
 */
export function placeInRule(rule: ConfigNode, steps: readonly PathStep[]): PlaceInRule {
  let node = rule;
  const path: PathStep[] = [];
  for (const step of steps) {
    const way = waysFrom(node, step, node === rule).find(({ to }) => to !== undefined);
    if (way?.to === undefined) break;
    path.push(...way.steps);
    node = way.to;
  }
  return { path, place: node.place };
}

interface Way {
  readonly steps: readonly PathStep[];
  readonly to: ConfigNode | undefined;
}

function waysFrom(node: ConfigNode, step: PathStep, top: boolean): Way[] {
  if (node.kind === 'list') return [{ steps: [step], to: node.items[Number(step)] }];
  if (node.kind !== 'map' || typeof step !== 'string') return [];
  const names = [step, ...spellingsOf(step)];
  const flat = names.map((name) => ({ steps: [name], to: entryOf(node, name)?.value }));
  const condition = top ? entryOf(node, 'condition')?.value : undefined;
  if (condition?.kind !== 'map') return flat;
  const nested = names.map((name) => ({
    steps: ['condition', name],
    to: entryOf(condition, name)?.value,
  }));
  return [...flat, ...nested];
}

/** `dataTags` → `data_tags`, `data_tag`; `ttlMs` → `ttl`. */
function spellingsOf(step: string): readonly string[] {
  const name = step.replace(/Ms$/, '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return SPELLINGS.find((spellings) => spellings.some((each) => each === name)) ?? [name];
}

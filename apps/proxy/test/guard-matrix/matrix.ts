import type { Speaker } from '@safeai/protocols';
import { BODY_PLACES } from './body-places.ts';
import { KEY_PLACES } from './key-places.ts';
import { isContent, type Carrier, type Place } from './place.ts';
import { runAction, runRefused, runTold, type Action, type Mode, type Outcome } from './run.ts';
import { STREAM_PLACES } from './stream-places.ts';

/** Every place that the matrix has. */
export const PLACES: readonly Place[] = [...BODY_PLACES, ...KEY_PLACES, ...STREAM_PLACES];

/** One thing that was tried at all places of a kind. */
export type Trial =
  | Action
  | 'told'
  | 'refused'
  /** In the other modes of streams. */
  | `${Exclude<Mode, 'window'>} ${Action}`;

/** A row: what stands in one place of a format, whichever way it travels. */
export interface Row {
  readonly protocol: Place['protocol']['id'];
  readonly carrier: Carrier;
  readonly direction: Place['direction'];
  readonly kind: Place['kind'];
  /** Absent for what is not content. */
  readonly role?: Speaker;
  /** How many places there are of it. */
  readonly places: number;
  /** What was tried in each of them, and held. */
  readonly held: readonly Trial[];
  /** What was tried, and did not hold everywhere. */
  readonly failed: readonly Trial[];
}

/** Kinds that are told as unscanned and can be read all the same. */
const READABLE: ReadonlySet<string> = new Set([
  'unknown_field',
  'unknown_type',
  'unknown_event',
  'stored',
  'comment',
  'event_line',
]);

/** A trial with the places that it is made at. */
interface Plan {
  readonly trial: Trial;
  readonly places: readonly Place[];
  readonly run: (places: readonly Place[]) => Promise<Outcome[]>;
}

function plans(): Plan[] {
  const judged = PLACES.filter((place) => isContent(place) || READABLE.has(place.kind));
  const unscanned = PLACES.filter((place) => !isContent(place));
  const streams = judged.filter(({ carrier }) => carrier !== 'json');
  const calls = PLACES.filter(
    ({ direction, kind }) => direction === 'answer' && kind === 'tool_call',
  );
  const acting = (trial: Action, places: readonly Place[]): Plan => ({
    trial,
    places,
    run: (own) => runAction(trial, own),
  });
  const inMode = (mode: Exclude<Mode, 'window'>, action: Action): Plan => ({
    trial: `${mode} ${action}`,
    places: streams,
    run: (own) => runAction(action, own, mode),
  });
  return [
    ...(['allow', 'flag', 'redact', 'block'] as const).map((action) => acting(action, judged)),
    acting('require_approval', calls),
    inMode('buffer', 'redact'),
    inMode('buffer', 'block'),
    inMode('audit', 'redact'),
    { trial: 'told', places: unscanned, run: runTold },
    { trial: 'refused', places: unscanned, run: runRefused },
  ];
}

/** What was found out. */
export interface Matrix {
  readonly rows: readonly Row[];
  /** How often the canary was sent. */
  readonly trials: number;
  /** What did not hold, in words. */
  readonly faults: readonly string[];
}

/** Tries everything everywhere. About two thousand calls. */
export async function runMatrix(): Promise<Matrix> {
  const tried = new Map<Place, { held: Trial[]; failed: Trial[] }>(
    PLACES.map((place) => [place, { held: [], failed: [] }]),
  );
  const faults: string[] = [];
  let trials = 0;
  for (const { trial, places, run } of plans()) {
    for (const { place, faults: found } of await run(places)) {
      trials++;
      tried.get(place)?.[found.length === 0 ? 'held' : 'failed'].push(trial);
      faults.push(...found.map((fault) => `${nameOf(place)}, ${trial}: ${fault}`));
    }
  }
  return { rows: rowsOf(tried), trials, faults };
}

/** A place in words. */
export function nameOf({ protocol, carrier, direction, kind, role, where }: Place): string {
  const what = role === undefined ? kind : `${kind} of ${role}`;
  return `${protocol.id} ${direction} ${carrier}, ${what} (${where})`;
}

function rowsOf(
  tried: ReadonlyMap<Place, { readonly held: Trial[]; readonly failed: Trial[] }>,
): Row[] {
  const rows = new Map<string, Row>();
  for (const [place, { held, failed }] of tried) {
    const { protocol, carrier, direction, kind, role } = place;
    const key = [protocol.id, direction, carrier, kind, role].join(' ');
    const row = rows.get(key);
    const lost = [...new Set([...(row?.failed ?? []), ...failed])];
    rows.set(key, {
      protocol: protocol.id,
      carrier,
      direction,
      kind,
      ...(role !== undefined && { role }),
      places: (row?.places ?? 0) + 1,
      held: (row?.held ?? held).filter((trial) => !lost.includes(trial)),
      failed: lost,
    });
  }
  return [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

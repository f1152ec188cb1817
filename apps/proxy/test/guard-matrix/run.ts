import type { JsonObject } from '@safeai/core';
import { JsonArrayReader, SseReader, type Protocol } from '@safeai/protocols';
import { startGateway } from '../support/running-gateway.ts';
import {
  greeting,
  json,
  ScriptedProvider,
  sse,
  type Scripted,
} from '../support/scripted-provider.ts';
import { CANARY, CUT, holdsCanary, type Place } from './place.ts';

/** What a rule makes of the canary. */
export type Action = 'allow' | 'flag' | 'redact' | 'block' | 'require_approval';

/** `proxy.guard.mode`. */
export type Mode = 'window' | 'buffer' | 'audit';

/** What was wrong with a place; nothing where all was well. */
export interface Outcome {
  readonly place: Place;
  readonly faults: readonly string[];
}

/** One call through the gateway, and what was seen of it on both sides. */
interface Call {
  readonly id: string;
  readonly place: Place;
  /** Of the place's own direction, as it was written. */
  readonly written: string;
  /** What reached the provider. */
  received?: string;
  status: number;
  headers: Headers;
  answer: string;
}

const PATHS: Readonly<Record<Protocol['id'], string>> = {
  'openai.chat': '/v1/chat/completions',
  'openai.completions': '/v1/completions',
  'openai.responses': '/v1/responses',
  'openai.embeddings': '/v1/embeddings',
  'openai.models': '/v1/models',
  'anthropic.messages': '/v1/messages',
  'anthropic.count_tokens': '/v1/messages/count_tokens',
  'gemini.generate': '/v1beta/models/gemini-2.5-flash:generateContent',
  'gemini.count_tokens': '/v1beta/models/gemini-2.5-flash:countTokens',
  'gemini.embed': '/v1beta/models/gemini-embedding-001:embedContent',
};

/** What asks for the answers of a place: as little as the format takes. */
const ASKING: Readonly<Record<Protocol['id'], JsonObject>> = {
  'openai.chat': { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hi' }] },
  'openai.completions': { model: 'gpt-3.5-turbo-instruct', prompt: 'Hi' },
  'openai.responses': { model: 'gpt-4.1', input: 'Hi' },
  'openai.embeddings': { model: 'text-embedding-3-small', input: 'Hi' },
  'openai.models': {},
  'anthropic.messages': {
    model: 'claude-sonnet-4-5',
    max_tokens: 100,
    messages: [{ role: 'user', content: 'Hi' }],
  },
  'anthropic.count_tokens': {
    model: 'claude-sonnet-4-5',
    messages: [{ role: 'user', content: 'Hi' }],
  },
  'gemini.generate': { contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] },
  'gemini.count_tokens': { contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] },
  'gemini.embed': { content: { parts: [{ text: 'Hi' }] } },
};

/** A header that goes through the gateway to the provider, which knows by it which call this is. */
const CALL_ID = 'x-client-request-id';
const AT_ONCE = 8;

/**
 * Sends the canary to every place through a running gateway whose rules do one thing with it, in one piece and, where
 * it comes in pieces, cut; and tells what was wrong with each.
 *
 * @param judgedAs what the outcome is judged as, where it is another one than the rule's: to see the judge fail
 */
export function runAction(
  action: Action,
  places: readonly Place[],
  mode: Mode = 'window',
  judgedAs: Action = action,
): Promise<Outcome[]> {
  const rules = [...(action === 'allow' ? [] : [ruleOf(action)]), REST];
  const settings = { rules, guard: `mode: ${mode}` };
  return run(places, settings, (call, records) => {
    const expected = mode === 'audit' ? 'passed' : judgedAs;
    return [
      ...recordFaults(
        mode === 'audit' ? ['flag', ON_RECORD[judgedAs]] : [ON_RECORD[judgedAs]],
        records,
      ),
      ...(call.place.direction === 'request'
        ? requestFaults(judgedAs, call)
        : answerFaults(expected, call)),
    ];
  });
}

const REST = '{ name: rest, boundary: [input, action, output], action: allow }';

function ruleOf(action: Action): string {
  const direction = action === 'require_approval' ? 'direction: request, ' : '';
  return `{ name: canary, boundary: [input, action, output], ${direction}data_tags: [secret], action: ${action} }`;
}

/** That what nobody looks into passes as it is, and is counted. */
export function runTold(places: readonly Place[]): Promise<Outcome[]> {
  return run(places, { rules: [REST], guard: '' }, toldFaults);
}

/** That what nobody looks into is refused where a setting says so. */
export async function runRefused(places: readonly Place[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const kind of new Set(places.map((place) => place.kind))) {
    const own = places.filter((place) => place.kind === kind);
    const settings = { rules: [REST], guard: `refuse_unscanned: [${kind}]` };
    outcomes.push(...(await run(own, settings, refusalFaults)));
  }
  return outcomes;
}

type Judge = (call: Call, records: readonly AuditRow[]) => string[];

interface Settings {
  /** Rules of policy, each as YAML. */
  readonly rules: readonly string[];
  /** What stands in `proxy.guard`, as YAML. */
  readonly guard: string;
}

async function run(
  places: readonly Place[],
  { rules, guard }: Settings,
  judge: Judge,
): Promise<Outcome[]> {
  const calls = places.flatMap((place) =>
    (place.flows ? [[CANARY], CUT] : [[CANARY]]).map((pieces) => ({ place, pieces })),
  );
  const byId = new Map<string, Call>();
  const provider = new ScriptedProvider();
  await provider.start();
  provider.answers((request) => {
    const call = byId.get(String(request.headers[CALL_ID]));
    if (call === undefined) throw new Error('Nobody made this call.');
    call.received = request.body.toString('utf8');
    return call.place.direction === 'request' ? greeting(request) : scripted(call);
  });
  const gateway = await startGateway(`
policy: { defaults: false }
policies: [${rules.join(', ')}]
proxy:
  target: '${provider.url}'
  retry: { max_attempts: 1 }
  guard: { ${guard} }
`);
  try {
    const queue = calls.entries();
    const work = async (): Promise<void> => {
      for (const [index, { place, pieces }] of queue) {
        const id = `cell-${String(index)}`;
        const call: Call = {
          id,
          place,
          written: place.write(pieces),
          status: 0,
          headers: new Headers(),
          answer: '',
        };
        byId.set(id, call);
        await send(gateway.url, call);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const records = await recordsOf(gateway.url);
    const faults = new Map<Place, string[]>(places.map((place) => [place, []]));
    for (const call of byId.values()) {
      faults.get(call.place)?.push(...judge(call, records.get(call.id) ?? []));
    }
    return [...faults].map(([place, found]) => ({ place, faults: [...new Set(found)] }));
  } finally {
    await gateway.close();
    await provider.stop();
  }
}

function scripted({ place, written }: Call): Scripted {
  return place.carrier === 'sse' ? sse(written) : json(written, { status: place.status });
}

async function send(url: string, call: Call): Promise<void> {
  const { place, written } = call;
  const { id } = place.protocol;
  const isGet = id === 'openai.models';
  const body = place.direction === 'request' ? written : asking(place);
  const response = await fetch(`${url}${pathOf(place, body)}`, {
    method: isGet ? 'GET' : 'POST',
    headers: {
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      'x-request-id': call.id,
      [CALL_ID]: call.id,
    },
    ...(!isGet && { body }),
  });
  call.status = response.status;
  call.headers = response.headers;
  call.answer = await response.text();
}

function pathOf({ protocol, carrier }: Place, body: string): string {
  const path = PATHS[protocol.id];
  if (protocol.id === 'gemini.embed' && body.startsWith('{"requests"')) {
    return path.replace('embedContent', 'batchEmbedContents');
  }
  if (protocol.id !== 'gemini.generate' || carrier === 'json') return path;
  const streamed = path.replace('generateContent', 'streamGenerateContent');
  return carrier === 'sse' ? `${streamed}?alt=sse` : streamed;
}

function asking({ protocol, carrier }: Place): string {
  const streams = carrier === 'sse' && protocol.id !== 'gemini.generate';
  const tells = protocol.id === 'openai.chat' || protocol.id === 'openai.completions';
  return JSON.stringify({
    ...ASKING[protocol.id],
    ...(streams && { stream: true }),
    ...(streams && tells && { stream_options: { include_usage: true } }),
  });
}

/** What is read of a record of the audit log. */
interface AuditRow {
  readonly request_id: string;
  readonly event: string;
  readonly action: string;
  readonly detections: readonly unknown[];
  readonly detail?: { readonly unscanned?: number } | null;
}

/** The whole audit log, by the request. */
async function recordsOf(url: string): Promise<Map<string, AuditRow[]>> {
  const records = new Map<string, AuditRow[]>();
  let cursor: string | null = null;
  do {
    const response: Response = await fetch(
      `${url}/v1/audit?limit=1000${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    for (const record of (await response.json()) as AuditRow[]) {
      const own = records.get(record.request_id) ?? [];
      own.push(record);
      records.set(record.request_id, own);
    }
    cursor = response.headers.get('x-next-cursor');
  } while (cursor !== null);
  return records;
}

const ON_RECORD: Readonly<Record<Action, string>> = {
  allow: 'allow',
  flag: 'flag',
  redact: 'redact',
  block: 'block',
  require_approval: 'pending_approval',
};

/** @param wanted what a record may say that was done; in the mode `audit` nothing was, but for the record */
function recordFaults(wanted: readonly string[], records: readonly AuditRow[]): string[] {
  const fits = records.filter(
    ({ action, detections }) => wanted.includes(action) && detections.length > 0,
  );
  if (fits.length > 0) return [];
  const seen = records.map(({ event, action }) => `${event} ${action}`);
  return [`no record says ${wanted.join(' or ')}: ${seen.join(', ')}`];
}

/** The secret, and a word beside it that may be a piece of it. Tokens go as a whole. */
const MOST_CHANGED = 2;

/** How many strings of a body are others than they were. */
function changedStrings(before: string, after: string): number {
  const was = before.match(STRING) ?? [];
  const is = after.match(STRING) ?? [];
  const more = Math.abs(was.length - is.length);
  return more + was.filter((text, index) => more === 0 && text !== is[index]).length;
}

const STRING = /"(?:[^"\\]|\\.)*"/g;

function requestFaults(action: Action, call: Call): string[] {
  const faults: string[] = [];
  const { received, written } = call;
  if (action === 'block') {
    if (received !== undefined) faults.push('it reached the provider');
    return [...faults, ...refusedFaults(call, 'safeai_blocked')];
  }
  if (call.status !== 200) faults.push(`it was answered by ${String(call.status)}: ${call.answer}`);
  if (received === undefined) return [...faults, 'it did not reach the provider'];
  if (action === 'redact') {
    if (holdsCanary(received)) faults.push('the canary reached the provider');
    if (!isJson(received)) faults.push('what reached the provider is no JSON');
    const isOfText = call.place.kind === 'logprob';
    if (!isOfText && changedStrings(written, received) > MOST_CHANGED) {
      faults.push('more was changed');
    }
  } else if (received !== written) faults.push('other bytes reached the provider');
  return faults;
}

const LINES: ReadonlySet<string> = new Set(['comment', 'event_line', 'unknown_event']);

/** @param action `passed`: it goes on, whatever the rule says */
function answerFaults(action: Action | 'passed', call: Call): string[] {
  const faults: string[] = [];
  const { place, answer, status, written } = call;
  if (action === 'allow' || action === 'flag' || action === 'passed') {
    if (status !== place.status) faults.push(`it was answered by ${String(status)}: ${answer}`);
    else if (answer !== written) faults.push('other bytes reached the caller');
    return faults;
  }
  faults.push(...shownFaults(call));
  if (action === 'redact') {
    // Lines beside the data cannot be changed: what holds something there is not given at all.
    const isLine = LINES.has(place.kind) && answer.includes('unscanned_content');
    if (status !== place.status && !isLine) {
      faults.push(`it was answered by ${String(status)}: ${answer}`);
    }
    return faults;
  }
  const code = action === 'block' ? 'safeai_blocked' : 'safeai_pending_approval';
  if (status === 200) {
    if (place.carrier === 'json') faults.push('it was answered by 200');
    return faults;
  }
  return [...faults, ...refusedFaults(call, code)];
}

/** That a caller saw nothing of the canary, and something that its client can read. */
function shownFaults(call: Call): string[] {
  const { place, answer, headers, status } = call;
  const shown = [answer, ...[...headers].map(([, value]) => value)];
  if (shown.some(holdsCanary)) return ['the canary reached the caller'];
  if (place.carrier === 'json' || status !== 200) {
    return isJson(answer) ? [] : ['what reached the caller is no JSON'];
  }
  try {
    const { said, terminal } = told(place, answer);
    if (said.some(holdsCanary)) return ['the canary reached the caller, in pieces'];
    return terminal ? [] : ['the stream has no end'];
  } catch (error) {
    return [`what reached the caller is no stream: ${String(error)}`];
  }
}

/** What a stream says, text by text. */
function told({ protocol, carrier }: Place, answer: string): { said: string[]; terminal: boolean } {
  const stream = protocol.openStream(carrier === 'sse' ? {} : { framing: 'json-array' });
  const reader = carrier === 'sse' ? new SseReader() : new JsonArrayReader();
  const channels = new Map<string, string>();
  const said: string[] = [];
  let terminal = false;
  for (const event of [...reader.push(Buffer.from(answer)), ...reader.end()]) {
    const step = stream.read(event);
    terminal ||= step.terminal;
    for (const { channel, text } of step.deltas) {
      channels.set(channel, (channels.get(channel) ?? '') + text);
    }
    for (const { text, value } of step.whole) said.push(text ?? '', JSON.stringify(value ?? null));
  }
  return { said: [...said, ...channels.values()], terminal };
}

/** That a call was refused, in words that a client shows. */
function refusedFaults({ status, answer }: Call, code: string): string[] {
  const faults: string[] = [];
  if (status !== 403) faults.push(`it was answered by ${String(status)}`);
  if (!answer.includes(code)) faults.push(`the answer does not say ${code}: ${answer}`);
  if (holdsCanary(answer)) faults.push('the canary reached the caller');
  return faults;
}

function toldFaults(call: Call, records: readonly AuditRow[]): string[] {
  const { place, received, answer, written, headers } = call;
  const faults: string[] = [];
  const passed = place.direction === 'request' ? received : answer;
  if (passed !== written) faults.push('other bytes went on');
  const counted = records.some(({ detail }) => (detail?.unscanned ?? 0) > 0);
  if (!counted) faults.push('no record counts it');
  // The head of a stream is gone before anybody knows.
  const ofStream = place.direction === 'answer' && place.carrier !== 'json';
  if (!ofStream && !(Number(headers.get('x-safeai-unscanned')) > 0)) {
    faults.push('x-safeai-unscanned does not count it');
  }
  return faults;
}

function refusalFaults(call: Call): string[] {
  const { place, received, answer, status } = call;
  const faults: string[] = [];
  if (place.direction === 'request' && received !== undefined)
    faults.push('it reached the provider');
  if (place.direction === 'answer') faults.push(...shownFaults(call));
  if (!answer.includes('unscanned_content')) faults.push(`the answer does not say why: ${answer}`);
  if (status === 200 && place.carrier === 'json') faults.push('it was answered by 200');
  return faults;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

import { type Check, fields, listOf, oneOf, text, textMap } from './fields.ts';
import { type Answered, headerProblem, jsonOf, type Service, startService } from './service.ts';

/** An alert of the stand-in's. */
export interface GenieAlert {
  state: 'open' | 'acknowledged' | 'closed';
  count: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Genie extends Service {
  /** By alias. */
  readonly alerts: Map<string, GenieAlert>;
  /** How often the state of a request is not known before it is. */
  notYet: number;
  /** Whether requests that were accepted come to nothing. */
  fails: boolean;
}

export const API_KEY = 'eb243592-faa2-4ba2-a551-1afdf565c889';

const responder = fields({
  'type!': oneOf('team', 'user', 'escalation', 'schedule'),
  id: text(100),
  name: text(100),
  username: text(100),
});

/** The published fields of a new alert, and their sizes. */
const creation: Check = fields({
  'message!': text(130),
  alias: text(512),
  description: text(15_000),
  responders: listOf(responder, 50),
  visibleTo: listOf(responder, 50),
  actions: listOf(text(50), 10),
  tags: listOf(text(50), 20),
  details: textMap(8000),
  entity: text(512),
  source: text(100),
  priority: oneOf('P1', 'P2', 'P3', 'P4', 'P5'),
  user: text(100),
  note: text(25_000),
});

const action: Check = fields({ user: text(100), source: text(100), note: text(25_000) });

/** The Alert API of Opsgenie, as it is published; with another base, the one of Jira Service Management. */
export async function genie(base = ''): Promise<Genie> {
  const requests = new Map<string, { asked: number; result: Record<string, unknown> }>();
  const accepted = (result: Record<string, unknown>): Answered => {
    const requestId = `43a29c5c-3dbf-4fa4-9c26-${String(requests.size).padStart(12, '0')}`;
    requests.set(requestId, { asked: 0, result });
    return {
      status: 202,
      body: { result: 'Request will be processed', took: 0.302, requestId },
    };
  };
  const refused = (status: number, message: string): Answered => ({
    status,
    body: { message, took: 0.001, requestId: 'none' },
  });
  const service = await startService((asked) => {
    if (!asked.path.startsWith(`${base}/v2/alerts`)) return refused(404, 'no such address');
    if (asked.headers.authorization !== `GenieKey ${API_KEY}`) return refused(401, 'Key format');
    const rest = asked.path.slice(`${base}/v2/alerts`.length);
    const ofRequest = /^\/requests\/([^/]+)$/.exec(rest);
    if (ofRequest !== null && asked.method === 'GET') {
      const request = requests.get(ofRequest[1] ?? '');
      if (request === undefined || request.asked++ < stand.notYet) return refused(404, 'not found');
      return { status: 200, body: { data: request.result, took: 0.022, requestId: ofRequest[1] } };
    }
    if (asked.method !== 'POST') return refused(405, 'no such method');
    if (headerProblem(asked) !== undefined) return refused(415, headerProblem(asked) ?? '');
    const body = jsonOf(asked) as Record<string, unknown> | undefined;
    if (body === undefined) return refused(400, 'no JSON');
    if (rest === '') return create(body);
    const [, alias = '', verb] = /^\/([^/]+)\/(close|acknowledge)$/.exec(rest) ?? [];
    if (verb === undefined) return refused(404, 'no such address');
    if (asked.query.get('identifierType') !== 'alias') return refused(422, 'identifierType');
    const wrong = action(body);
    return wrong === undefined ? change(decodeURIComponent(alias), verb) : refused(422, wrong);
  });
  const create = (body: Record<string, unknown>): Answered => {
    const wrong = creation(body);
    if (wrong !== undefined) return refused(422, wrong);
    if (stand.fails) return accepted({ success: false, isSuccess: false, status: 'No' });
    const alias = (body.alias as string | undefined) ?? 'none';
    const known = stand.alerts.get(alias);
    if (known !== undefined && known.state !== 'closed') known.count++;
    else stand.alerts.set(alias, { state: 'open', count: 1, body });
    const done = { success: true, isSuccess: true, status: 'Created alert', action: 'Create' };
    return accepted({ ...done, alias });
  };
  const change = (alias: string, verb: string): Answered => {
    const known = stand.alerts.get(alias);
    if (known === undefined || known.state === 'closed') {
      return accepted({ success: false, isSuccess: false, status: 'Alert does not exist' });
    }
    known.state = verb === 'close' ? 'closed' : 'acknowledged';
    return accepted({ success: true, isSuccess: true, status: 'Done', alias });
  };
  const alerts = new Map<string, GenieAlert>();
  const stand: Genie = Object.assign(service, { alerts, notYet: 0, fails: false });
  return stand;
}

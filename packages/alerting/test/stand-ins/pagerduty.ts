import { anyObject, type Check, fields, listOf, matching, oneOf, text } from './fields.ts';
import { headerProblem, jsonOf, type Service, startService } from './service.ts';

/** An incident of the stand-in's. */
export interface Incident {
  state: 'triggered' | 'acknowledged' | 'resolved';
  /** Triggers that it took, itself included. */
  triggers: number;
  readonly payload: Readonly<Record<string, unknown>>;
}

export const ROUTING_KEY = '0123456789abcdef0123456789abcdef';

const MOST_BYTES = 512 * 1024;

const common = {
  'routing_key!': matching(/^[0-9a-zA-Z]{32}$/),
  'event_action!': oneOf('trigger', 'acknowledge', 'resolve'),
};

/** The published fields of a trigger. */
const trigger: Check = fields({
  ...common,
  dedup_key: text(255),
  client: text(1024),
  client_url: text(2048),
  links: listOf(fields({ 'href!': text(2048), text: text(1024) }), 100),
  images: listOf(fields({ 'src!': matching(/^https:/), href: text(2048), alt: text(1024) }), 100),
  'payload!': fields({
    'summary!': text(1024),
    'source!': text(1024),
    'severity!': oneOf('critical', 'error', 'warning', 'info'),
    timestamp: matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/),
    component: text(1024),
    group: text(1024),
    class: text(1024),
    custom_details: anyObject,
  }),
});

const followUp: Check = fields({ ...common, 'dedup_key!': text(255) });

/** The Events API v2 of PagerDuty, as it is published: anything else is refused. */
export async function pagerDuty(): Promise<
  Service & { readonly incidents: Map<string, Incident> }
> {
  const incidents = new Map<string, Incident>();
  const service = await startService((asked) => {
    const refused = (...errors: readonly string[]) => ({
      status: 400,
      body: { status: 'invalid event', message: 'Event object is invalid', errors },
    });
    if (asked.path !== '/v2/enqueue') return { status: 404, body: '' };
    if (asked.method !== 'POST') return { status: 405, body: '' };
    if (Buffer.byteLength(asked.body) > MOST_BYTES) return { status: 413, body: '' };
    const problem = headerProblem(asked);
    if (problem !== undefined || asked.headers.authorization !== undefined) {
      return refused(problem ?? 'authorization');
    }
    const event = jsonOf(asked) as Record<string, unknown> | undefined;
    const check = event?.event_action === 'trigger' ? trigger : followUp;
    const wrong = check(event);
    if (event === undefined || wrong !== undefined) return refused(wrong ?? 'no JSON');
    if (event.routing_key !== ROUTING_KEY) return refused("'routing_key' is invalid");
    const key = (event.dedup_key as string | undefined) ?? `made-${String(incidents.size)}`;
    const known = incidents.get(key);
    if (event.event_action === 'trigger') {
      if (known === undefined || known.state === 'resolved') {
        const payload = event.payload as Incident['payload'];
        incidents.set(key, { state: 'triggered', triggers: 1, payload });
      } else known.triggers++;
    } else if (known !== undefined && known.state !== 'resolved') {
      known.state = event.event_action === 'resolve' ? 'resolved' : 'acknowledged';
    }
    return {
      status: 202,
      body: { status: 'success', message: 'Event processed', dedup_key: key },
    };
  });
  return Object.assign(service, { incidents });
}

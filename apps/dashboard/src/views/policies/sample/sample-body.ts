import type { BodyOf } from '@safeai/client';

/** Something to ask rules about, as a form holds it. */
export interface Sample {
  readonly boundary: SampleBody['boundary'];
  readonly direction: NonNullable<SampleBody['direction']>;
  readonly tool: string;
  readonly agent: string;
  readonly tenant: string;
  readonly session: string;
  readonly model: string;
  /** Names, with spaces or commas between them. */
  readonly tags: string;
  readonly text: string;
  /** A JSON object; empty for none. */
  readonly parameters: string;
}

/** A sample as the route takes it. */
export type SampleBody = Omit<BodyOf<'policies_explain'>, 'idempotency_key' | 'metadata' | 'draft'>;

/** One that asks nothing yet. */
export const EMPTY_SAMPLE: Sample = {
  boundary: 'input',
  direction: 'request',
  ...{ tool: '', agent: '', tenant: '', session: '', model: '' },
  ...{ tags: '', text: '', parameters: '' },
};

/** A sample as the route takes it, or what is wrong with it. */
export function bodyOf(
  sample: Sample,
): { readonly body: SampleBody } | { readonly problem: string } {
  const { boundary, direction, tool, agent, tenant, session, model, text } = sample;
  const parameters = parametersOf(sample.parameters);
  if (typeof parameters === 'string') return { problem: parameters };
  const tags = sample.tags.split(/[\s,]+/).filter((tag) => tag !== '');
  return {
    body: {
      boundary,
      ...(boundary === 'action' ? { direction } : {}),
      ...optional('tool_name', tool.trim()),
      ...optional('agent_id', agent.trim()),
      ...optional('tenant_id', tenant.trim()),
      ...optional('session_id', session.trim()),
      ...optional('model', model.trim()),
      ...optional('text', text),
      ...(parameters === null ? {} : { parameters }),
      ...(tags.length === 0 ? {} : { data_tags: tags }),
    },
  };
}

/** A question to the route as a sample. */
export function sampleOf(body: SampleBody): Sample {
  return {
    boundary: body.boundary,
    direction: body.direction ?? EMPTY_SAMPLE.direction,
    tool: body.tool_name ?? '',
    agent: body.agent_id ?? '',
    tenant: body.tenant_id ?? '',
    session: body.session_id ?? '',
    model: body.model ?? '',
    tags: (body.data_tags ?? []).join(' '),
    text: body.text ?? '',
    parameters: body.parameters === undefined ? '' : JSON.stringify(body.parameters, null, 2),
  };
}

/** The parameters, null for none, or what is wrong with them. */
function parametersOf(text: string): NonNullable<SampleBody['parameters']> | string | null {
  if (text.trim() === '') return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `The parameters are no JSON: ${(error as Error).message}`;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'The parameters are no JSON object: write { "name": "value" }.';
  }
  return value as NonNullable<SampleBody['parameters']>;
}

function optional(key: keyof SampleBody, value: string): Readonly<Record<string, string>> {
  return value === '' ? {} : { [key]: value };
}

import { InvalidRequestError, SafeAIError } from '@safeai/core';
import { masked } from './masked.ts';
import {
  answerFieldsOf,
  answerOf,
  bodyOf,
  inputSchema,
  outputSchema,
  type Arguments,
} from './schema.ts';
import { READS, type Tool, type ToolContext } from './tool.ts';
import { waitingNote } from './waiting-note.ts';

export const listPolicies: Tool = {
  name: 'list_policies',
  title: 'List the policy rules',
  description:
    'The policy rules in force, in order of evaluation, with what in them looks like a mistake. Read-only: rules are ' +
    'changed by editing safeai.yaml and reload_policies.',
  input: inputSchema({}),
  output: outputSchema(answerFieldsOf('policies'), answerOf('policies').required),
  annotations: READS,
  run: async (_, { routes, signal }) => (await routes.call('policies', { signal })).body,
};

export const reloadPolicies: Tool = {
  name: 'reload_policies',
  title: 'Reload the policies',
  description:
    'Read safeai.yaml and its policies again, after they were edited; nothing is restarted. A configuration that is not ' +
    'valid changes nothing: the answer says where it is wrong. For admins, and on the machine that SafeAI runs on.',
  input: inputSchema({}),
  output: outputSchema(answerFieldsOf('policies_reload'), answerOf('policies_reload').required),
  annotations: {
    ...{ readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  },
  run: async (_, { routes, signal }) =>
    (await routes.call('policies_reload', { body: {}, signal })).body,
};

export const explainDecision: Tool = {
  name: 'explain_decision',
  title: 'Explain a decision',
  description:
    'Why SafeAI decides as it does. With `decision_id` alone: the record of that decision and the rule that made it. ' +
    'Otherwise with `boundary` and a text, parameters or data tags: what would be decided, with every rule that was ' +
    'considered; nothing is recorded.',
  input: inputSchema({
    decision_id: {
      ...{ type: 'string', pattern: '^[A-Za-z0-9-]{1,64}$' },
      description: 'Of a decision that was made: `decision.decision_id` of an answer.',
    },
    ...bodyOf('policies_explain'),
  }),
  output: outputSchema({
    ...answerFieldsOf('policies_explain'),
    record: { description: 'The record of the decision.', ...answerOf('audit_record') },
    rule: {
      description: 'The rule that made it, if it is in force still; else null.',
      type: ['object', 'null'],
    },
  }),
  annotations: READS,
  run: async (args, context) => {
    if (args.decision_id !== undefined) return recorded(args, context);
    if (args.boundary === undefined) {
      throw new InvalidRequestError('Say which decision to explain: decision_id, or boundary.');
    }
    const { routes, signal } = context;
    return masked((await routes.call('policies_explain', { body: args, signal })).body);
  },
};

async function recorded(args: Arguments, context: ToolContext): Promise<object> {
  const { routes, signal } = context;
  if (Object.keys(args).length > 1) {
    throw new InvalidRequestError('decision_id goes with no other argument.');
  }
  const params = { decision_id: String(args.decision_id) };
  const [record, { rules }] = await Promise.all([
    routes.call('audit_record', { params, signal }).then(
      ({ body }) => body,
      (error: unknown) => {
        throw missing(error, context);
      },
    ),
    // Who may read records may read rules.
    routes.call('policies', { signal }).then(({ body }) => body),
  ]);
  if (!('policy_name' in record)) throw new SafeAIError('not_found', 'There is no such decision.');
  const { policy_name: name } = record;
  return { record, rule: rules.find((rule) => rule.name === name) ?? null };
}

/** A decision that is not found may wait for a server. */
function missing(error: unknown, context: ToolContext): unknown {
  const { note } = waitingNote(context);
  if (note === undefined || !SafeAIError.isInstance(error) || error.code !== 'not_found')
    return error;
  return new SafeAIError('not_found', `${error.message} ${note}`, { cause: error });
}

import { asQuery } from './as-query.ts';
import { answerFieldsOf, answerOf, inputSchema, outputSchema, queryOf } from './schema.ts';
import { READS, type Tool } from './tool.ts';

export const healthCheck: Tool = {
  name: 'health_check',
  title: 'Check the health of SafeAI',
  description: 'Whether SafeAI works: status, version, uptime, and what is the matter with a part.',
  input: inputSchema({}),
  output: outputSchema(answerFieldsOf('health'), answerOf('health').required),
  annotations: READS,
  run: async (_, { routes, signal }) => (await routes.call('health', { signal })).body,
};

export const listPlugins: Tool = {
  name: 'list_plugins',
  title: 'List the plugins',
  description:
    'The plugins of the configuration: what each adds, and what is wrong with a refused one.',
  input: inputSchema({}),
  output: outputSchema(answerFieldsOf('plugins'), answerOf('plugins').required),
  annotations: READS,
  run: async (_, { routes, signal }) => (await routes.call('plugins', { signal })).body,
};

const { user, tenant_id: tenant, model } = queryOf('budgets_check');

export const checkBudget: Tool = {
  name: 'check_budget',
  title: 'Check a budget',
  description:
    'What a call of a model may still cost a user or tenant: limit, spent, reserved and remaining of every budget that ' +
    'it would fall under, and whether it would be allowed.',
  input: inputSchema({ user: user ?? {}, tenant: tenant ?? {}, model: model ?? {} }),
  output: outputSchema(answerFieldsOf('budgets_check'), answerOf('budgets_check').required),
  annotations: READS,
  run: async (args, { routes, signal }) => {
    const { tenant: tenantId, ...rest } = asQuery(args);
    const query = { ...rest, tenant_id: tenantId };
    return (await routes.call('budgets_check', { query, signal })).body;
  },
};

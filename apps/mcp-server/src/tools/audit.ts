import { answerOf, bodyOf, inputSchema, outputSchema } from './schema.ts';
import { READS, type Tool } from './tool.ts';

export const queryAudit: Tool = {
  name: 'query_audit',
  title: 'Search the audit log',
  description:
    'What SafeAI decided, newest first: by time (`last: "1h"`), event, action, agent, tool, tenant, rule or data tag. ' +
    'Records hold names, tags and digests, never what was found.',
  input: inputSchema(bodyOf('audit_query')),
  output: outputSchema(
    {
      records: answerOf('audit_query'),
      next_cursor: {
        type: ['string', 'null'],
        description: 'For `cursor`; null on the last page.',
      },
    },
    ['records', 'next_cursor'],
  ),
  annotations: READS,
  run: async (args, { routes, signal }) => {
    const { body, headers } = await routes.call('audit_query', { body: args, signal });
    return { records: body, next_cursor: headers['x-next-cursor'] ?? null };
  },
};

import { answerOf, bodyOf, inputSchema, outputSchema } from './schema.ts';
import { READS, type Tool } from './tool.ts';
import { waitingNote } from './waiting-note.ts';

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
      note: { type: 'string', description: 'What is not in the log yet.' },
    },
    ['records', 'next_cursor'],
  ),
  annotations: READS,
  run: async (args, context) => {
    const { routes, signal } = context;
    const { body, headers } = await routes.call('audit_query', { body: args, signal });
    const next = headers['x-next-cursor'] ?? null;
    return { records: body, next_cursor: next, ...waitingNote(context) };
  },
};

import { list, object, text } from './builders.ts';

const identity = object(
  {
    agent_id: text({ description: 'Unique id.', required: true }),
    description: text({ description: 'For people; nothing reads it.' }),
    tools: list(text({ description: 'Name or glob.' }), {
      description: 'Tools that it may call. No limit if absent; an empty list allows none.',
    }),
    clearance_tags: list(text({ description: 'Tag.', format: 'tag' }), {
      description:
        'Tags that it may see, their children included. No limit if absent; an empty list allows none.',
    }),
  },
  { description: 'An agent and what it may do.' },
);

/** `identities`: what agents may do. */
export const identities = list(identity, {
  description: 'Agents and what they may do. With any configured, an unknown agent is blocked.',
  default: [],
});

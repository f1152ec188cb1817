import { block, list, text } from './builders.ts';

/** `capabilities`: which tools need a capability token. */
export const capabilities = block('Tokens that let one agent use tools or secrets for a time.', {
  required_for: list(text({ description: 'Full name or glob.' }), {
    description:
      'Tools that nobody calls without a capability token. `agent_message` stands for messages between agents.',
    default: [],
  }),
});

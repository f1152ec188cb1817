import { block, choice, duration, flag, list, object, shared, text } from './builders.ts';

const side = (description: string) =>
  block(description, {
    tags: list(text({ description: 'Tag.', format: 'tag' }), {
      description:
        'Tags that it may carry, their children included. No limit if absent; an empty list lets none through.',
    }),
    fields: list(text({ description: 'Name.' }), {
      description:
        'Top-level fields that it may carry; others are stripped. No limit if absent; an empty list lets none through.',
    }),
  });

/** What a tool declares of itself. */
export const toolContract = object(
  {
    tool_name: text({ description: 'Unique name.', required: true }),
    description: text({ description: 'For people; nothing reads it.' }),
    accepts: side('What goes in.'),
    emits: side('What comes out.'),
    stores: object(
      {
        fields: list(text({ description: 'Name.' }), {
          description: 'Fields that it keeps.',
          default: [],
        }),
        retention: duration({ description: 'How long it keeps them.' }),
      },
      { description: 'What the tool keeps.' },
    ),
    side_effects: object(
      {
        reversible: flag({ description: 'Whether what it does can be undone.' }),
        requires_approval: flag({ description: 'Each call needs approval.' }),
      },
      { description: 'What the tool does to the world.' },
    ),
  },
  { description: 'A tool and what it may receive, return, keep and do.' },
);

/** A contract, described once and referred to. */
export const toolContractRef = shared('tool_contract', toolContract);

/** `contracts`: what tools declare of themselves. */
export const contracts = block('What tools may receive, return, keep and do.', {
  undeclared: choice(['allow', 'block'], {
    description:
      'Tools without a contract. `block` where any contract is configured, else judged by policy alone (`allow`), if absent.',
  }),
  tools: list(toolContractRef, { description: 'Contracts of this file.', default: [] }),
  files: list(text({ description: 'Path or glob.', format: 'glob' }), {
    description: 'Files with further contracts: a list, or a map with `tools`.',
    default: [],
  }),
});

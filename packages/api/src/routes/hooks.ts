import { Type } from '@sinclair/typebox';
import { AnyJson, AnyJsonObject } from '../schema/json.ts';
import { Identifier, Query } from '../schema/request.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { defineRoute } from './route.ts';

export const hookRoute = defineRoute({
  id: 'intercept_hook',
  method: 'POST',
  path: '/v1/hooks/{profile}',
  params: Type.Object({
    profile: Type.String({
      pattern: '^[a-z][a-z-]{0,31}$',
      description:
        'The coding agent whose hook it is: claude-code, cursor, copilot, codex, generic.',
      examples: ['claude-code'],
    }),
  }),
  summary: 'Answer a hook of a coding agent in its own terms',
  tags: ['intercept'],
  hot: true,
  // Its fields are the coding agent's: `agent_id` is none of SafeAI's there.
  foreignBody: true,
  query: Query({
    tenant_id: Type.Optional(Identifier("One of the caller's tenants.")),
    agent_id: Type.Optional(
      Identifier('The agent that acts; the name of the profile if absent, or what the key is for.'),
    ),
    form: Type.Optional(
      StringEnum(['host', 'process'], {
        description:
          '`host`: what the coding agent takes as an answer over HTTP (the default). `process`: what a command of its hooks has to do.',
      }),
    ),
  }),
  body: {
    schema: AnyJson(
      'What the coding agent sends its hooks. What is no event that is known is denied.',
    ),
    required: false,
    example: {
      session_id: 'sess-001',
      hook_event_name: 'PreToolUse',
      tool_name: 'Bash',
      tool_input: { command: 'rm -rf /' },
    },
  },
  answer: {
    description:
      'Always 200 for a caller who may ask, for to coding agents every other status means that the call may go on.',
    schema: AnyJsonObject({
      description: 'In the terms of the profile; empty where nothing is objected to.',
    }),
    example: {
      hookSpecificOutput: {
        hookEventName: 'PreToolUse',
        permissionDecision: 'deny',
        permissionDecisionReason:
          'SafeAI blocked this call: Destructive command blocked by policy (default-destructive-command). It was not made. Do not try to get around this: find another way, or ask the user.',
      },
    },
  },
  errors: ['not_found'],
});

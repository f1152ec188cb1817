import { Type } from '@sinclair/typebox';
import { DecisionAnswer } from '../schema/answer.ts';
import { AnyJson, StringOrNull } from '../schema/json.ts';
import {
  CONTEXT_FIELDS,
  ExplainQuery,
  Identifier,
  NoQuery,
  RequestBody,
} from '../schema/request.ts';
import { exampleDecision } from './examples.ts';
import { defineRoute } from './route.ts';

const EXAMPLE_HANDLE = 'mh-5d41402abc4b2a76b9719d91';
const ALLOWED = exampleDecision('allow', 'Allowed by default policy', 'default-allow');
const OWNER = { key: 'user_preference', agent_id: 'default-agent' };

const KEY_FIELDS = {
  key: Identifier('What it is remembered under: a field of a memory schema.'),
  schema: Type.Optional(Identifier('The schema, where several have a field of this name.')),
};

const reason = Type.String({ description: 'Why it was done or not, or found or not.' });

/** What the routes have in common by which agents remember. */
const REMEMBERING = {
  method: 'POST',
  tags: ['memory'],
  hot: true,
  query: ExplainQuery,
  errors: ['invalid_tag', 'state_unavailable'],
} as const;

/** And those by which operators have it forgotten. */
const UPKEEP = {
  method: 'POST',
  tags: ['memory'],
  hot: false,
  query: NoQuery,
  errors: ['audit_unavailable', 'state_unavailable'],
} as const;

export const MemoryWriteBody = RequestBody('MemoryWriteRequest', {
  ...KEY_FIELDS,
  value: AnyJson('What to remember.'),
  tool_name: Type.Optional(
    Identifier('The tool that it comes from: what its contract says under `stores` holds too.'),
  ),
  ...CONTEXT_FIELDS,
});

export const MemoryWriteAnswer = DecisionAnswer('MemoryWriteAnswer', {
  ok: Type.Boolean({ description: 'The value is kept.' }),
  allowed: Type.Boolean({ description: 'Schema, clearance and policy let it through.' }),
  reason,
  redacted: Type.Boolean({ description: 'Policy had a part of the value replaced first.' }),
  handle: StringOrNull('Names the value without saying it; null when nothing was kept.'),
  expires_at: StringOrNull('When it is forgotten (RFC 3339); null when nothing was kept.'),
});

export const memoryWriteRoute = defineRoute({
  ...REMEMBERING,
  id: 'memory_write',
  path: '/v1/memory/write',
  summary: 'Remember a value for an agent',
  body: { schema: MemoryWriteBody, required: true, example: { ...OWNER, value: 'en-US' } },
  answer: {
    description: 'Whether it is kept. A refusal is an answer, too, with `ok: false`.',
    schema: MemoryWriteAnswer,
    example: {
      decision: ALLOWED,
      detections: [],
      ok: true,
      allowed: true,
      reason: 'Allowed by default policy',
      redacted: false,
      handle: EXAMPLE_HANDLE,
      expires_at: '2026-01-02T00:00:00.000Z',
    },
  },
});

export const MemoryReadBody = RequestBody('MemoryReadRequest', {
  ...KEY_FIELDS,
  as_handle: Type.Optional(
    Type.Boolean({
      description: "Answer the value's handle in its place, to be passed on unseen.",
    }),
  ),
  ...CONTEXT_FIELDS,
});

export const MemoryReadAnswer = DecisionAnswer('MemoryReadAnswer', {
  value: AnyJson('What is remembered; null when there is none, or it is not for the caller.'),
  found: Type.Boolean({ description: 'There is a value, though perhaps not for the caller.' }),
  reason,
  handle: StringOrNull('With `as_handle`, the handle of a value that was found.'),
});

const READ_EXAMPLE = {
  decision: ALLOWED,
  detections: [],
  value: 'en-US',
  found: true,
  reason: 'Allowed by default policy',
  handle: null,
};

export const memoryReadRoute = defineRoute({
  ...REMEMBERING,
  id: 'memory_read',
  path: '/v1/memory/read',
  summary: 'Recall a value',
  body: { schema: MemoryReadBody, required: true, example: OWNER },
  answer: {
    description:
      'The value, judged anew. Findings show what they found only where the value does so too.',
    schema: MemoryReadAnswer,
    example: READ_EXAMPLE,
  },
});

export const MemoryDeleteBody = RequestBody('MemoryDeleteRequest', {
  ...KEY_FIELDS,
  ...CONTEXT_FIELDS,
});

export const MemoryDeleteAnswer = DecisionAnswer('MemoryDeleteAnswer', {
  ok: Type.Boolean({ description: 'There is no such value now.' }),
  found: Type.Boolean({ description: 'There was one before.' }),
  reason,
});

export const memoryDeleteRoute = defineRoute({
  ...REMEMBERING,
  id: 'memory_delete',
  path: '/v1/memory/delete',
  summary: 'Forget a value',
  body: { schema: MemoryDeleteBody, required: true, example: OWNER },
  answer: {
    description: 'Whether it is forgotten.',
    schema: MemoryDeleteAnswer,
    example: {
      decision: ALLOWED,
      detections: [],
      ok: true,
      found: true,
      reason: 'Allowed by default policy',
    },
  },
});

export const MemoryHandleBody = RequestBody('MemoryHandleRequest', {
  handle: Identifier('As a write, or a read with `as_handle`, has answered it.'),
  ...CONTEXT_FIELDS,
});

export const memoryResolveRoute = defineRoute({
  ...REMEMBERING,
  id: 'memory_resolve_handle',
  path: '/v1/memory/resolve-handle',
  summary: 'Recall the value that a handle names',
  body: {
    schema: MemoryHandleBody,
    required: true,
    example: { handle: EXAMPLE_HANDLE, agent_id: 'default-agent' },
  },
  answer: {
    description:
      'The value, for those who may read it by its key. Unknown, expired and foreign handles are alike.',
    schema: MemoryReadAnswer,
    example: READ_EXAMPLE,
  },
});

export const MemoryPurgeBody = RequestBody('MemoryPurgeRequest', {
  tenant_id: Type.Optional(Identifier("One of the caller's tenants; all of them if absent.")),
});

export const MemoryRemovalAnswer = Type.Object(
  { removed: Type.Integer({ minimum: 0, description: 'How many values.' }) },
  { title: 'MemoryRemovalAnswer', additionalProperties: false },
);

export const memoryPurgeRoute = defineRoute({
  ...UPKEEP,
  id: 'memory_purge_expired',
  path: '/v1/memory/purge-expired',
  summary: 'Remove values that have expired, now',
  body: { schema: MemoryPurgeBody, required: false, example: { tenant_id: 'default' } },
  answer: {
    description: 'How many were removed.',
    schema: MemoryRemovalAnswer,
    example: { removed: 3 },
  },
});

export const MemoryShredBody = RequestBody('MemoryShredRequest', {
  tenant_id: Identifier('The tenant whose memory is destroyed.'),
  confirm: Identifier('The same again.'),
});

export const memoryShredRoute = defineRoute({
  ...UPKEEP,
  id: 'memory_shred',
  path: '/v1/memory/shred',
  summary: "Destroy a tenant's memory and the key that it is encrypted with",
  body: {
    schema: MemoryShredBody,
    required: true,
    example: { tenant_id: 'acme', confirm: 'acme' },
  },
  answer: {
    description: 'How many values there were. Cannot be undone.',
    schema: MemoryRemovalAnswer,
    example: { removed: 12 },
  },
});

import { Type } from '@sinclair/typebox';
import { DecisionAnswer } from '../schema/answer.ts';
import { AnyJson, StringOrNull } from '../schema/json.ts';
import { CONTEXT_FIELDS, ExplainQuery, RequestBody } from '../schema/request.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { EXAMPLE_KEY, EXAMPLE_KEY_DETECTION, exampleDecision } from './examples.ts';
import { defineRoute } from './route.ts';

export const ScanInputBody = RequestBody('ScanInputRequest', {
  text: Type.String({ description: 'What is going to reach the model.' }),
  ...CONTEXT_FIELDS,
});

export const ScanInputAnswer = DecisionAnswer('ScanInputAnswer', {
  filtered: StringOrNull(
    'The text to go on with: redacted where policy says so; null when blocked or pending.',
  ),
});

export const scanInputRoute = defineRoute({
  id: 'scan_input',
  method: 'POST',
  path: '/v1/scan/input',
  summary: 'Scan text before it reaches the model',
  tags: ['scan'],
  hot: true,
  query: ExplainQuery,
  body: {
    schema: ScanInputBody,
    required: true,
    example: { text: `token=${EXAMPLE_KEY}`, agent_id: 'default-agent' },
  },
  answer: {
    description: 'The decision, and what was found.',
    schema: ScanInputAnswer,
    example: {
      decision: exampleDecision('block', 'Secret detected in input', 'default-secret-detection'),
      detections: [{ ...EXAMPLE_KEY_DETECTION, location: { start: 6, end: 31 } }],
      filtered: null,
    },
  },
  errors: ['invalid_tag'],
});

export const ScanStructuredBody = RequestBody('ScanStructuredRequest', {
  payload: AnyJson('Any JSON value. Strings, numbers and keys are scanned.'),
  ...CONTEXT_FIELDS,
});

export const ScanStructuredAnswer = DecisionAnswer('ScanStructuredAnswer', {
  filtered: AnyJson('The payload to go on with; null when blocked or pending.'),
});

export const scanStructuredRoute = defineRoute({
  id: 'scan_structured',
  method: 'POST',
  path: '/v1/scan/structured',
  summary: 'Scan a nested JSON payload',
  tags: ['scan'],
  hot: true,
  query: ExplainQuery,
  body: {
    schema: ScanStructuredBody,
    required: true,
    example: {
      payload: { request: { token: EXAMPLE_KEY, message: 'deploy to production' } },
      agent_id: 'default-agent',
    },
  },
  answer: {
    description: 'The decision, and what was found where.',
    schema: ScanStructuredAnswer,
    example: {
      decision: exampleDecision(
        'block',
        'Secret detected in structured input',
        'default-secret-detection',
      ),
      detections: [
        { ...EXAMPLE_KEY_DETECTION, path: '$.request.token', location: { start: 0, end: 25 } },
      ],
      filtered: null,
    },
  },
  errors: ['invalid_tag'],
});

export const ScanFileBody = RequestBody('ScanFileRequest', {
  path: Type.String({
    minLength: 1,
    maxLength: 4096,
    description: 'On the machine that SafeAI runs on. Relative to the first of `scan.roots`.',
  }),
  include_filtered: Type.Optional(Type.Boolean({ description: 'Return the filtered content.' })),
  ...CONTEXT_FIELDS,
});

export const ScanFileAnswer = DecisionAnswer('ScanFileAnswer', {
  mode: StringEnum(['text', 'structured'], { description: '`structured` for `.json` files.' }),
  size_bytes: Type.Integer({ minimum: 0 }),
  filtered: Type.Optional(AnyJson('Only with `include_filtered`; null when blocked or pending.')),
});

export const scanFileRoute = defineRoute({
  id: 'scan_file',
  method: 'POST',
  path: '/v1/scan/file',
  summary: 'Scan a file on disk',
  tags: ['scan'],
  hot: false,
  query: ExplainQuery,
  body: {
    schema: ScanFileBody,
    required: true,
    example: { path: 'data.json', agent_id: 'default-agent' },
  },
  answer: {
    description: 'The decision, and what was found. Not the content, unless asked for.',
    schema: ScanFileAnswer,
    example: {
      decision: exampleDecision('allow', 'Allowed by default policy', 'default-allow'),
      detections: [],
      mode: 'structured',
      size_bytes: 48,
    },
  },
  errors: ['invalid_tag', 'path_not_allowed', 'payload_too_large'],
});

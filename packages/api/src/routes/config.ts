import { Type } from '@sinclair/typebox';
import { AnyJsonObject } from '../schema/json.ts';
import { NoQuery } from '../schema/request.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { Time } from '../schema/time.ts';
import { defineRoute } from './route.ts';

export const ConfigAnswer = Type.Object(
  {
    files: Type.Array(Type.String(), {
      description: 'Files that it was read from, as absolute paths; empty on defaults.',
    }),
    started_at: Time('Since when this SafeAI runs.'),
    mode: StringEnum(['sidecar', 'gateway'], { description: 'A gateway forwards to providers.' }),
    state_folder: Type.Boolean({
      description: 'Whether state and history are kept in files, and not in memory alone.',
    }),
    config: AnyJsonObject({
      description: 'As `safeai config show --json` prints it: texts of secrets are masked.',
    }),
  },
  { title: 'ConfigAnswer', additionalProperties: false },
);

export const configRoute = defineRoute({
  id: 'config',
  method: 'GET',
  path: '/v1/config',
  summary: 'The configuration in force, without its secrets',
  tags: ['config'],
  hot: false,
  query: NoQuery,
  answer: {
    description: 'As the file would write it, defaults filled in. For who may name every tenant.',
    schema: ConfigAnswer,
    example: {
      files: ['/srv/safeai/safeai.yaml'],
      started_at: '2026-11-22T08:00:00.000Z',
      mode: 'gateway' as const,
      state_folder: true,
      config: { audit: { max_size_mb: 100 } },
    },
  },
  errors: ['forbidden'],
});

import { Type } from '@sinclair/typebox';
import { StringOrNull } from '../schema/json.ts';
import { NoQuery } from '../schema/request.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { defineRoute } from './route.ts';

export const PluginSchema = Type.Object(
  {
    name: StringOrNull('Null where it has none that can be shown.'),
    version: StringOrNull('Null where it says none, or is refused.'),
    description: StringOrNull('Null where it says none, or is refused.'),
    source: Type.String({
      description: 'The file, from the folder of the configuration, or the package.',
    }),
    state: StringEnum(['loaded', 'refused'], {
      description: 'A refused one adds nothing, and takes no other along.',
    }),
    problems: Type.Array(Type.String(), { description: 'What is wrong with a refused one.' }),
    detectors: Type.Array(Type.String(), { description: 'Ids of its detectors.' }),
    templates: Type.Array(Type.String(), { description: 'Names of its policy templates.' }),
    frameworks: Type.Array(Type.String(), {
      description: 'Ids of the frameworks that `safeai setup` can set up by it.',
    }),
  },
  { title: 'Plugin', additionalProperties: false },
);

export const PluginsAnswer = Type.Object(
  { plugins: Type.Array(PluginSchema) },
  { title: 'PluginsAnswer', additionalProperties: false },
);

export const pluginsRoute = defineRoute({
  id: 'plugins',
  method: 'GET',
  path: '/v1/plugins',
  summary: 'The plugins that the configuration names',
  tags: ['plugins'],
  hot: false,
  query: NoQuery,
  answer: {
    description: 'In the order of the configuration: files, then packages.',
    schema: PluginsAnswer,
    example: {
      plugins: [
        {
          name: 'safeai-plugin-acme',
          version: '1.0.0',
          description: 'Badges of Acme.',
          source: 'safeai-plugin-acme',
          state: 'loaded',
          problems: [],
          detectors: ['acme-badge'],
          templates: ['acme-support'],
          frameworks: [],
        },
      ],
    },
  },
  errors: [],
});

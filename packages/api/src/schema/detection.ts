import { Type, type Static } from '@sinclair/typebox';
import { StringEnum } from './string-enum.ts';

/** A finding. */
export const DetectionSchema = Type.Object(
  {
    type: Type.String({
      description:
        'The family for secrets (`secret`), the kind for the rest (`email`, `phone`, …).',
    }),
    detector: Type.String({ description: 'Id of the detector rule.' }),
    tags: Type.Array(Type.String(), { minItems: 1 }),
    value: Type.Optional(
      Type.String({
        description: 'What was found: whole, masked or absent, as `responses.values` says.',
      }),
    ),
    location: Type.Object(
      { start: Type.Integer({ minimum: 0 }), end: Type.Integer({ minimum: 0 }) },
      {
        additionalProperties: false,
        description:
          'Half-open range of UTF-16 code units: in the text, or within the string, number or key at `path`.',
      },
    ),
    path: Type.Optional(
      Type.String({ description: "JSONPath within a structured payload, e.g. `$.a['b c'][0]`." }),
    ),
    in: Type.Optional(
      StringEnum(['key'], {
        description: "An object's key holds it; `path` is then that object's.",
      }),
    ),
    confidence: Type.Number({ minimum: 0, maximum: 1 }),
  },
  { title: 'Detection', additionalProperties: false },
);

/** A detection on the wire. */
export type WireDetection = Static<typeof DetectionSchema>;

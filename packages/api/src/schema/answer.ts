import { Type, type TObject, type TProperties } from '@sinclair/typebox';
import { DecisionSchema } from './decision.ts';
import { DetectionSchema } from './detection.ts';
import { ExplanationSchema } from './explanation.ts';

/** What every answer with a decision holds. */
export const ANSWER_FIELDS = {
  decision: DecisionSchema,
  detections: Type.Array(DetectionSchema, {
    description: 'All findings, those that were allowed included.',
  }),
  explanation: Type.Optional(ExplanationSchema),
};

/** The answer of a route that decides. */
export function DecisionAnswer<Properties extends TProperties>(
  title: string,
  properties: Properties,
): TObject<typeof ANSWER_FIELDS & Properties> {
  return Type.Object({ ...ANSWER_FIELDS, ...properties }, { title, additionalProperties: false });
}

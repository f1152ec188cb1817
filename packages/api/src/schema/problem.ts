import { Type, type Static } from '@sinclair/typebox';

/** The media type of every error answer (RFC 9457). */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** An error answer. */
export const ProblemSchema = Type.Object(
  {
    type: Type.String({ description: '`urn:safeai:error:` and the code.' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'What was wrong and what to do. Never a detected value.' }),
    code: Type.String({ description: 'Stable; see the list of error codes.' }),
    instance: Type.String({ description: 'The path asked for.' }),
    request_id: Type.String(),
    errors: Type.Optional(
      Type.Array(
        Type.Object(
          { path: Type.String(), message: Type.String() },
          { additionalProperties: false },
        ),
      ),
    ),
  },
  { title: 'Problem', additionalProperties: false },
);

/** An error answer's body. */
export type Problem = Static<typeof ProblemSchema>;

import type { AnswerOf } from '../routes/types.ts';

type Answer = AnswerOf<'secrets'>;

/** How secrets stand (by shape: this package knows core alone). Names and states. */
export interface SecretsState {
  readonly backends: readonly (Omit<Answer['backends'][number], 'default' | 'reason'> & {
    readonly reason: string | null;
  })[];
  readonly secrets: readonly (Omit<Answer['secrets'][number], 'age_seconds'> & {
    readonly ageMs: number | null;
  })[];
}

/** GET /v1/secrets and POST /v1/secrets/check: how they stand, as an answer. */
export function fromSecrets({ backends, secrets }: SecretsState, defaultBackend: string): Answer {
  return {
    backends: backends.map(({ backend, state, references, reason, message }) => ({
      ...{ backend, default: backend === defaultBackend, state, references, reason, message },
    })),
    secrets: secrets.map(({ reference, backend, state, reason, message, ...rest }) => ({
      ...{ reference, backend, state, reason, message, version: rest.version },
      age_seconds: rest.ageMs === null ? null : Math.round(rest.ageMs) / 1000,
      searched: rest.searched,
    })),
  };
}

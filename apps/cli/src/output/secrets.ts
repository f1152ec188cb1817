import type { AnswerOf } from '@safeai/api';
import { EXIT, type ExitCode } from '../exit-code.ts';

/** How secrets stand. */
export type SecretsAnswer = AnswerOf<'secrets'>;

/** What passes once the backend can be asked again. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'unreachable',
  'untrusted',
  'timeout',
  'rate_limited',
  'unavailable',
  'sealed',
]);

/** A backend as cells. */
export function backendRow({
  backend,
  state,
  references,
  ...rest
}: SecretsAnswer['backends'][number]): string[] {
  const count = `${String(references)} ${references === 1 ? 'reference' : 'references'}`;
  return [state, backend, count, rest.default ? 'default' : '', rest.reason ?? ''];
}

/** A secret as cells. */
export function secretRow({
  reference,
  state,
  reason,
  version,
  age_seconds: age,
  searched,
}: SecretsAnswer['secrets'][number]): string[] {
  return [
    state,
    reference,
    version === null ? '' : `version ${version}`,
    age === null ? '' : `read ${String(Math.round(age))} s ago`,
    searched || state !== 'ok' ? '' : 'too short to be looked for',
    reason ?? '',
  ];
}

/** 2 where something has to be changed, 4 where a backend cannot be reached. */
export function secretsExitCode({ backends, secrets }: SecretsAnswer): ExitCode {
  const reasons = [...backends, ...secrets].flatMap(({ reason }) =>
    reason === null ? [] : [reason],
  );
  if (reasons.some((reason) => !UNREACHABLE.has(reason))) return EXIT.usage;
  return reasons.length > 0 ? EXIT.unreachable : EXIT.ok;
}

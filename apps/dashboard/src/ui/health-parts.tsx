import type { AnswerOf } from '@safeai/client';
import { Icon } from './icon.tsx';

type Health = AnswerOf<'health'>;

/** A state of health: by a sign, by words and by colour. */
export function HealthState({ state }: { readonly state: string }) {
  const tone = { ok: 'good', warning: 'warning', failing: 'bad' }[state];
  const words = { ok: 'Well', warning: 'Needs a look', failing: 'Failing' }[state];
  return (
    <span className="pill" data-tone={tone}>
      <Icon name={state === 'ok' ? 'allow' : 'warning'} size={13} />
      {words ?? state}
    </span>
  );
}

/** How each part of the server is, and why where it is not well. */
export function HealthParts({ health }: { readonly health: Health }) {
  const { checks = {}, reasons = {} } = health;
  return (
    <dl className="facts">
      {Object.entries(checks as Readonly<Record<string, string>>).map(([part, state]) => (
        <div key={part} style={{ display: 'contents' }}>
          <dt>{part}</dt>
          <dd>
            <HealthState state={state} />
            {reasons[part] === undefined ? null : <p className="small foreign">{reasons[part]}</p>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

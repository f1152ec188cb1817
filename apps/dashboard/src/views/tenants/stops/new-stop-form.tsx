import { useId, useState, type ReactNode, type SyntheticEvent } from 'react';
import { useRoute } from '../../../data/use-route.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';

/** A stop as a form describes it; empty where it does not matter. */
export interface StopWish {
  readonly tenant: string;
  readonly agent: string;
  readonly tool: string;
  readonly reason: string;
}

interface NewStopFormProps {
  readonly wish: StopWish;
  readonly onChange: (wish: StopWish) => void;
  readonly onNext: () => void;
}

const MOST_OF_REASON = 500;

/** What is to stop, and why. */
export function NewStopForm({ wish, onChange, onNext }: NewStopFormProps) {
  const list = useId();
  const tenants = useRoute('tenants');
  const [problem, setProblem] = useState<string | null>(null);
  const line = (part: keyof StopWish, label: string, hint: string, more = {}): ReactNode => (
    <Field label={label} hint={hint} problem={part === 'reason' ? problem : null}>
      {(field) => (
        <input
          {...field}
          {...more}
          autoComplete="off"
          spellCheck={part === 'reason'}
          value={wish[part]}
          onChange={({ target }) => {
            onChange({ ...wish, [part]: target.value });
          }}
        />
      )}
    </Field>
  );
  return (
    <form
      className="stack"
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault();
        if (wish.reason.trim() === '') setProblem('Say why: those who are stopped are told.');
        else onNext();
      }}
    >
      {line('tenant', 'Tenant', 'Every one that you may name if empty', { list })}
      <datalist id={list}>
        {(tenants.data ?? []).map(({ tenant_id }) => (
          <option key={tenant_id} value={tenant_id} />
        ))}
      </datalist>
      {line('agent', 'Agent', 'Its exact id; every agent if empty')}
      {line('tool', 'Tool', 'Its name, or a glob as deploy_*; not tools alone if empty')}
      {line('reason', 'Reason', 'For those who are stopped, and for the audit log', {
        maxLength: MOST_OF_REASON,
      })}
      <div className="row">
        <Button kind="primary" type="submit">
          Go on
        </Button>
      </div>
    </form>
  );
}

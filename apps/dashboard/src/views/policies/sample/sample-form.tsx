import type { SyntheticEvent } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import type { Sample } from './sample-body.ts';

interface SampleFormProps {
  readonly sample: Sample;
  /** What is wrong with the parameters. */
  readonly problem: string | null;
  readonly onChange: (sample: Sample) => void;
  readonly onAsk: () => void;
}

const BOUNDARIES: readonly Sample['boundary'][] = ['input', 'action', 'output', 'memory'];
const DIRECTIONS: readonly Sample['direction'][] = ['request', 'response', 'message'];

/** What rules are asked about. */
export function SampleForm({ sample, problem, onChange, onAsk }: SampleFormProps) {
  const change =
    (part: keyof Sample) =>
    ({ target }: { readonly target: { readonly value: string } }) => {
      onChange({ ...sample, [part]: target.value });
    };
  const line = (part: keyof Sample, label: string, hint?: string) => (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      {(field) => (
        <input
          {...field}
          autoComplete="off"
          spellCheck={false}
          value={sample[part]}
          onChange={change(part)}
        />
      )}
    </Field>
  );
  return (
    <form
      className="stack"
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault();
        onAsk();
      }}
    >
      <div className="policies-fields">
        <Field label="Boundary">
          {(field) => (
            <select {...field} value={sample.boundary} onChange={change('boundary')}>
              {BOUNDARIES.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          )}
        </Field>
        {sample.boundary === 'action' ? (
          <Field label="Direction">
            {(field) => (
              <select {...field} value={sample.direction} onChange={change('direction')}>
                {DIRECTIONS.map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </select>
            )}
          </Field>
        ) : null}
        {line('tool', 'Tool')}
        {line('agent', 'Agent')}
        {line('tenant', 'Tenant')}
        {line('session', 'Session')}
        {line('model', 'Model')}
        {line('tags', 'Tags', 'Declared by the caller, with spaces between them')}
      </div>
      <div className="policies-contents">
        <Field label="Text" hint="Scanned as the boundary would scan it">
          {(field) => (
            <textarea
              {...field}
              rows={4}
              spellCheck={false}
              value={sample.text}
              onChange={change('text')}
            />
          )}
        </Field>
        <Field label="Parameters" hint="A JSON object" problem={problem}>
          {(field) => (
            <textarea
              {...field}
              className={`${field.className} mono`}
              rows={4}
              spellCheck={false}
              placeholder='{ "to": "alice@example.com" }'
              value={sample.parameters}
              onChange={change('parameters')}
            />
          )}
        </Field>
      </div>
      <div className="row">
        <Button kind="primary" type="submit">
          Explain
        </Button>
        <span className="soft small">As you: rules about users see your name.</span>
      </div>
    </form>
  );
}

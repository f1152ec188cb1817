import { useRef, useState, type ReactNode, type SyntheticEvent } from 'react';
import { refusal } from '../../../session/refusal.ts';
import { useMay } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { OnRecord } from './on-record.tsx';
import { PRIVATE } from './private-field.ts';
import { SAMPLES } from './samples.ts';
import { TenantField } from './tenant-field.tsx';
import { formatsOf, isOfTool, SURFACES, surfaceWords, type Surface, type Trial } from './trial.ts';

interface TrialFormProps {
  readonly trial: Trial;
  readonly problem: string | null;
  readonly isBusy: boolean;
  readonly onChange: (trial: Trial) => void;
  readonly onRun: (trial: Trial, text: string, isRecorded: boolean) => void;
  readonly onForget: () => void;
}

/** What to try. The text is in its field alone: no state, no address, no storage has it. */
export function TrialForm({ trial, problem, isBusy, onChange, onRun, onForget }: TrialFormProps) {
  const text = useRef<HTMLTextAreaElement>(null);
  const [isAsked, setAsked] = useState(false);
  const may = useMay();
  const { surface, format, tool } = trial;
  const run = (isRecorded: boolean): void => {
    onRun(trial, text.current?.value ?? '', isRecorded);
  };
  const put = (words: string): void => {
    if (text.current === null) return;
    text.current.value = words;
    text.current.focus();
    text.current.setSelectionRange(0, 0);
    text.current.scrollTop = 0;
  };
  const line = (part: 'agent' | 'tool', label: string): ReactNode => (
    <Field label={label}>
      {(field) => (
        <input
          {...field}
          {...PRIVATE}
          value={trial[part]}
          onChange={({ target }) => {
            onChange({ ...trial, [part]: target.value });
          }}
        />
      )}
    </Field>
  );
  return (
    <form
      className="stack"
      autoComplete="off"
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault();
        if (!isBusy) run(false);
      }}
    >
      <div className="playground-fields">
        <Field label="Where">
          {(field) => (
            <select
              {...field}
              value={surface}
              onChange={({ target }) => {
                const next = target.value as Surface;
                const [usual = 'text'] = formatsOf(next);
                const kept = formatsOf(next).includes(format) ? format : usual;
                onChange({ ...trial, surface: next, format: kept });
              }}
            >
              {SURFACES.map((each) => (
                <option key={each} value={each}>
                  {surfaceWords(each)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Read as">
          {(field) => (
            <select
              {...field}
              value={format}
              onChange={({ target }) => {
                onChange({ ...trial, format: target.value === 'json' ? 'json' : 'text' });
              }}
            >
              {formatsOf(surface).map((each) => (
                <option key={each} value={each}>
                  {each === 'json' ? 'JSON' : 'Text'}
                </option>
              ))}
            </select>
          )}
        </Field>
        {isOfTool(surface) ? line('tool', 'Tool') : null}
        {line('agent', 'Agent')}
        <TenantField trial={trial} onChange={onChange} />
      </div>
      <Field label={format === 'json' ? 'JSON to try' : 'Text to try'} problem={problem}>
        {(field) => (
          <textarea
            {...field}
            {...PRIVATE}
            className="input mono playground-text"
            rows={8}
            ref={text}
            placeholder={
              format === 'json' ? '{ "name": "value" }' : 'Write or paste, or begin with a sample'
            }
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              if (!isBusy) run(false);
            }}
          />
        )}
      </Field>
      <div className="spread">
        <div className="row">
          <Button kind="primary" type="submit" busy={isBusy}>
            Try
          </Button>
          <Button
            refused={refusal('scan_input', may)}
            busy={isBusy}
            onClick={() => {
              setAsked(true);
            }}
          >
            Run on record…
          </Button>
        </div>
        <div className="row">
          <Menu
            label="Nothing in them is real"
            actions={SAMPLES.map((sample) => ({
              id: sample.title,
              label: sample.title,
              onChoose: () => {
                const { surface: where, format: as } = sample;
                onChange({ ...trial, surface: where, format: as, tool: sample.tool ?? tool });
                onForget();
                put(sample.text);
              },
            }))}
          >
            <Button>
              Samples <Icon name="down" size={12} />
            </Button>
          </Menu>
          <Button
            kind="quiet"
            onClick={() => {
              put('');
              onForget();
            }}
          >
            Clear
          </Button>
        </div>
      </div>
      {isAsked ? (
        <OnRecord
          surface={surface}
          onClose={() => {
            setAsked(false);
          }}
          onRun={() => {
            setAsked(false);
            run(true);
          }}
        />
      ) : null}
    </form>
  );
}

import { useState } from 'react';
import { useChange } from '../../../data/use-change.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { DURATIONS, silenceOf, type SilenceDraft, type SilenceProblems } from './silence-draft.ts';
import { SilenceTenant } from './silence-tenant.tsx';

interface SilenceDialogProps {
  /** What it begins with. */
  readonly rule: string;
  readonly tenant: string;
  readonly onClose: () => void;
}

const NAMES = [
  ['rule', 'Rule', 'Alert rules: a name or a glob, such as default-*'],
  ['event', 'Event', 'Such as scan.blocked, or budget.*'],
  ['agent', 'Agent', 'An id, or a glob such as load-*'],
] as const;

/** Has nobody told about some alerts for a time. */
export function SilenceDialog({ rule, tenant, onClose }: SilenceDialogProps) {
  const [draft, setDraft] = useState<SilenceDraft>({
    ...{ rule, event: '', agent: '', tenant, duration: '2h', until: '', reason: '' },
  });
  const [problems, setProblems] = useState<SilenceProblems>({});
  const silence = useChange('alerts_silence', ['alerts_silences', 'alerts']);
  const tell = useToast();
  const set = (change: Partial<SilenceDraft>): void => {
    setDraft({ ...draft, ...change });
  };
  const submit = (): void => {
    if (silence.isPending) return;
    const made = silenceOf(draft, Date.now());
    setProblems('problems' in made ? made.problems : {});
    if ('problems' in made) return;
    silence.mutate(
      { body: made.body },
      {
        onSuccess: () => {
          tell({ title: 'The silence holds', tone: 'good' });
          onClose();
        },
      },
    );
  };
  const isOfAll = NAMES.every(([name]) => draft[name].trim() === '');
  return (
    <Dialog
      title="New silence"
      about="Nobody is told about alerts that it is for. They are counted all the same, and it is on record who made it."
      onClose={onClose}
    >
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {NAMES.map(([name, label, hint]) => (
          <Field key={name} label={label} hint={hint}>
            {(described) => (
              <input
                {...described}
                maxLength={256}
                autoComplete="off"
                value={draft[name]}
                onChange={({ target }) => {
                  set({ [name]: target.value });
                }}
              />
            )}
          </Field>
        ))}
        <SilenceTenant
          chosen={draft.tenant}
          onChoose={(chosen) => {
            set({ tenant: chosen });
          }}
        />
        <div className="alerts-until">
          <Field label="For">
            {(described) => (
              <select
                {...described}
                value={draft.duration}
                onChange={({ target }) => {
                  set({ duration: target.value });
                }}
              >
                {DURATIONS.map(([span, words]) => (
                  <option key={span} value={span}>
                    {words}
                  </option>
                ))}
                <option value="date">Until a date…</option>
              </select>
            )}
          </Field>
          {draft.duration === 'date' ? (
            <Field label="Until" problem={problems.until}>
              {(described) => (
                <input
                  {...described}
                  type="datetime-local"
                  value={draft.until}
                  onChange={({ target }) => {
                    set({ until: target.value });
                  }}
                />
              )}
            </Field>
          ) : null}
        </div>
        <Field label="Reason" hint="Kept and shown." problem={problems.reason}>
          {(described) => (
            <input
              {...described}
              maxLength={500}
              autoComplete="off"
              value={draft.reason}
              onChange={({ target }) => {
                set({ reason: target.value });
              }}
            />
          )}
        </Field>
        {isOfAll ? <Notice tone="warning" title="This silences every alert" /> : null}
        {silence.error === null ? null : <ErrorPanel error={silence.error} />}
        <div className="row">
          <Button type="submit" kind="primary" busy={silence.isPending}>
            Silence
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}

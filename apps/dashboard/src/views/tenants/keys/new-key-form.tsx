import { ROLES } from '@safeai/core';
import type { ReactNode, SyntheticEvent } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { ROLE_WORDS } from '../users/roles.ts';
import { SPANS, type KeyWish } from './key-wish.ts';

interface NewKeyFormProps {
  readonly wish: KeyWish;
  readonly problem: string | null;
  readonly isBusy: boolean;
  readonly refused: string | null;
  readonly onChange: (wish: KeyWish) => void;
  readonly onMake: () => void;
}

/** What a new key is for. */
export function NewKeyForm({ wish, problem, isBusy, refused, onChange, onMake }: NewKeyFormProps) {
  const line = (part: 'tenants' | 'agents' | 'user', label: string, hint: string): ReactNode => (
    <Field label={label} hint={hint}>
      {(field) => (
        <input
          {...field}
          autoComplete="off"
          spellCheck={false}
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
        if (!isBusy && refused === null) onMake();
      }}
    >
      <fieldset className="field">
        <legend>Roles</legend>
        <div className="tenants-roles">
          {ROLES.map((role) => (
            <label key={role} className="row">
              <input
                type="checkbox"
                checked={wish.roles.includes(role)}
                onChange={({ target }) => {
                  onChange({
                    ...wish,
                    roles: ROLES.filter((each) =>
                      each === role ? target.checked : wish.roles.includes(each),
                    ),
                  });
                }}
              />
              {role}
              <span className="soft small">{ROLE_WORDS[role]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {line('tenants', 'Tenants', 'Ids with commas between them; * for all')}
      {line('agents', 'Agents', 'The only ones that it speaks for; any if empty')}
      {line('user', 'User', 'Who holds it, as records name them; the id of the key if empty')}
      <Field label="Ends">
        {(field) => (
          <select
            {...field}
            value={wish.expiresIn}
            onChange={({ target }) => {
              onChange({ ...wish, expiresIn: target.value });
            }}
          >
            {SPANS.map(([expiresIn, words]) => (
              <option key={expiresIn} value={expiresIn}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Field>
      {problem === null ? null : <Notice tone="bad" title={problem} isNews />}
      <div className="row">
        <Button kind="primary" type="submit" busy={isBusy} refused={refused}>
          Make the key
        </Button>
      </div>
    </form>
  );
}

import { useRoute } from '../../../data/use-route.ts';
import { useSession } from '../../../session/session-context.ts';
import { Field } from '../../../ui/field.tsx';
import type { Trial } from './trial.ts';

interface TenantFieldProps {
  readonly trial: Trial;
  readonly onChange: (trial: Trial) => void;
}

/** The tenant that something is tried in: of those that the user may name. */
export function TenantField({ trial, onChange }: TenantFieldProps) {
  const { tenant: narrowed } = useSession();
  const tenants = useRoute('tenants');
  const ids = (tenants.data ?? [])
    .map(({ tenant_id }) => tenant_id)
    .filter((id) => id !== '*' && (narrowed === '' || id === narrowed));
  return (
    <Field label="Tenant">
      {(field) => (
        <select
          {...field}
          value={trial.tenant}
          onChange={({ target }) => {
            onChange({ ...trial, tenant: target.value });
          }}
        >
          <option value="">{narrowed === '' ? 'The usual one' : narrowed}</option>
          {ids
            .filter((id) => id !== narrowed)
            .map((id) => (
              <option key={id}>{id}</option>
            ))}
        </select>
      )}
    </Field>
  );
}

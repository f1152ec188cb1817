import { useRoute } from '../../../data/use-route.ts';
import { useSession } from '../../../session/session-context.ts';
import { shownText } from '../../../ui/shown-text.ts';
import { Field } from '../../../ui/field.tsx';

interface SilenceTenantProps {
  readonly chosen: string;
  readonly onChoose: (tenant: string) => void;
}

/** Chooses the tenant of a silence: one of the user's, or all of them. */
export function SilenceTenant({ chosen, onChoose }: SilenceTenantProps) {
  const { tenants: mine, tenant } = useSession();
  const known = useRoute('tenants').data?.map(({ tenant_id }) => tenant_id);
  const all = known ?? mine.filter((each) => each !== '*');
  const choices = all.includes(chosen) || chosen === '' ? all : [chosen, ...all];
  return (
    <Field label="Tenant">
      {(described) => (
        <select
          {...described}
          value={chosen}
          onChange={({ target }) => {
            onChoose(target.value);
          }}
        >
          <option value="">{tenant === '' ? 'All that you may name' : shown(tenant)}</option>
          {choices.map((each) => (
            <option key={each} value={each}>
              {shown(each)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function shown(tenant: string): string {
  return shownText(tenant, 60).text;
}

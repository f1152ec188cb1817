import { ROLES } from '@safeai/core';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { AREAS, openTo, type Area } from './access-areas.ts';

/** What each role may do, made from the table by which the server refuses. */
export function AccessTable() {
  return (
    <Card isFlush title="What each role may do">
      <div className="tenants-access">
        <DataTable
          label="Table of what each role may do"
          rows={AREAS}
          keyOf={({ title }) => title}
          columns={[
            { id: 'area', title: 'Area', cell: (area) => <AreaName area={area} /> },
            ...ROLES.map((role) => ({
              id: role,
              title: role,
              cell: (area: Area) => <Open count={openTo(area, role)} of={area.routes.length} />,
            })),
          ]}
        />
      </div>
    </Card>
  );
}

function AreaName({ area: { title, routes } }: { readonly area: Area }) {
  return (
    <details>
      <summary>{title}</summary>
      <ul className="small tenants-routes">
        {routes.map(({ id, method, path, roles }) => (
          <li key={id}>
            <code>
              {method} {path}
            </code>
            <br />
            <span className="soft">{roles.join(', ')}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Open({ count, of }: { readonly count: number; readonly of: number }) {
  if (count === 0)
    return (
      <span className="soft">
        <span aria-hidden="true">–</span>
        <span className="unseen">nothing</span>
      </span>
    );
  if (count < of) return `${count} of ${of}`;
  return (
    <span className="row tenants-all">
      <Icon name="allow" size={13} />
      All
    </span>
  );
}

import type { AnswerOf } from '@safeai/client';
import { Link } from 'wouter';
import { useRoute } from '../../../data/use-route.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Card } from '../../../ui/card.tsx';
import { Code } from '../../../ui/code.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { Icon } from '../../../ui/icon.tsx';

type Plugin = AnswerOf<'plugins'>['plugins'][number];

/** Every plugin that the configuration names: what it brings, or why it is refused. */
export default function PluginsTab() {
  const plugins = useRoute('plugins');
  return (
    <Card title="Plugins" isFlush>
      <Answer of={plugins} label="Asking for the plugins">
        {({ plugins: all }) => (
          <DataTable
            label="Plugins that the configuration names"
            rows={all.map((plugin, index) => ({ ...plugin, index }))}
            keyOf={({ index }) => String(index)}
            empty={<NoPlugins />}
            columns={[
              { id: 'name', title: 'Name', cell: (plugin) => <Name plugin={plugin} /> },
              {
                id: 'version',
                title: 'Version',
                cell: ({ version }) => <Foreign text={version} most={40} />,
              },
              {
                id: 'source',
                title: 'Source',
                cell: ({ source }) => <Foreign text={source} mono />,
              },
              { id: 'state', title: 'State', cell: ({ state }) => <State state={state} /> },
              {
                id: 'brings',
                title: 'What it brings',
                cell: (plugin) => <Brings plugin={plugin} />,
              },
            ]}
          />
        )}
      </Answer>
    </Card>
  );
}

function Name({ plugin: { name, description, problems } }: { readonly plugin: Plugin }) {
  return (
    <div className="settings-plugin">
      <strong>{name === null ? 'No name' : <Foreign text={name} />}</strong>
      {description === null ? null : (
        <span className="soft small">
          <Foreign text={description} most={500} />
        </span>
      )}
      {problems.map((problem, index) => (
        <span className="small settings-problem" key={index}>
          <Foreign text={problem} most={1000} />
        </span>
      ))}
    </div>
  );
}

function State({ state }: { readonly state: Plugin['state'] }) {
  const isLoaded = state === 'loaded';
  return (
    <span className="pill" data-tone={isLoaded ? 'good' : 'bad'}>
      <Icon name={isLoaded ? 'allow' : 'warning'} size={13} />
      {isLoaded ? 'Loaded' : 'Refused'}
    </span>
  );
}

function Brings({ plugin }: { readonly plugin: Plugin }) {
  const kinds = [
    ['Detectors', plugin.detectors, '~/dashboard/playground'],
    ['Templates', plugin.templates, '~/dashboard/policies/templates'],
    ['Frameworks', plugin.frameworks, null],
  ] as const;
  const some = kinds.filter(([, names]) => names.length > 0);
  if (some.length === 0) return <span className="soft">Nothing</span>;
  return (
    <dl className="facts settings-brings">
      {some.map(([kind, names, href]) => (
        <div key={kind} style={{ display: 'contents' }}>
          <dt>{href === null ? kind : <Link href={href}>{kind}</Link>}</dt>
          <dd className="row">
            {names.map((name, index) => (
              <Foreign key={index} text={name} mono most={120} />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function NoPlugins() {
  return (
    <Empty title="The configuration names no plugins">
      <p className="soft">
        A plugin adds detectors, policy templates and frameworks. This line of safeai.yaml names
        those of a folder:
      </p>
      <Code text="plugins: { files: [safeai/plugins/*.mjs] }" label="A line of safeai.yaml" />
    </Empty>
  );
}

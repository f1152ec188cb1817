import type { AnswerOf } from '@safeai/client';
import { useQueryClient } from '@tanstack/react-query';
import { useRoute } from '../../../data/use-route.ts';
import { useLive } from '../../../live/live-context.tsx';
import { useSeesAll } from '../../../session/session-context.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Card } from '../../../ui/card.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { Time } from '../../../ui/time.tsx';
import { AllTenants } from '../all-tenants.tsx';
import { ReadAgain } from './read-again.tsx';
import { SettingsCard } from './settings-card.tsx';

/** The configuration in force, and where it came from. */
export default function ConfigurationTab() {
  const seesAll = useSeesAll();
  const config = useRoute('config', {}, { enabled: seesAll });
  const queries = useQueryClient();
  useLive(({ event }) => {
    if (event === 'policy.reloaded' || event === 'stream.gap')
      void queries.invalidateQueries({ queryKey: ['config'] });
  });
  if (!seesAll) return <AllTenants what="The configuration" />;
  return (
    <Answer of={config} label="Asking for the configuration" lines={10}>
      {(data) => (
        <div className="stack">
          <Origin answer={data} />
          <SettingsCard config={data.config} />
        </div>
      )}
    </Answer>
  );
}

function Origin({ answer }: { readonly answer: AnswerOf<'config'> }) {
  const { files, started_at: startedAt, mode, state_folder: isKept } = answer;
  return (
    <Card title="In force">
      <div className="stack">
        <dl className="facts">
          <dt>Files</dt>
          <dd>
            {files.length === 0 ? (
              'None: everything is as shipped'
            ) : (
              <ul className="settings-files">
                {files.map((file) => (
                  <li key={file}>
                    <Foreign text={file} mono most={1000} />
                  </li>
                ))}
              </ul>
            )}
          </dd>
          <dt>Started</dt>
          <dd>
            <Time at={startedAt} />
          </dd>
          <dt>Mode</dt>
          <dd>{mode}</dd>
          <dt>State and history</dt>
          <dd>{isKept ? 'Kept in files' : 'In memory alone: a restart forgets them'}</dd>
        </dl>
        <ReadAgain />
      </div>
    </Card>
  );
}

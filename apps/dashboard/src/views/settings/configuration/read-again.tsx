import { useChange } from '../../../data/use-change.ts';
import { refusal } from '../../../session/refusal.ts';
import { useMay } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Reloaded } from '../../../ui/reloaded.tsx';

/** Reads the files again; one that is broken changes nothing. */
export function ReadAgain() {
  const may = useMay();
  const reload = useChange('policies_reload', ['config', 'policies', 'plugins', 'secrets']);
  return (
    <>
      <div className="row">
        <Button
          icon="reload"
          busy={reload.isPending}
          refused={refusal('policies_reload', may)}
          onClick={() => {
            reload.mutate({ body: {} });
          }}
        >
          Read the files again
        </Button>
        <span className="soft small">
          Address, port, certificates, mode and telemetry change with a restart alone.
        </span>
      </div>
      {reload.error === null ? null : <ErrorPanel error={reload.error} />}
      {reload.data === undefined ? null : <Reloaded before={null} answer={reload.data} />}
    </>
  );
}

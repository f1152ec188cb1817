import { useLocation } from 'wouter';
import { useChange } from '../../../data/use-change.ts';
import { refusal } from '../../../session/refusal.ts';
import { useMay } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import type { Alert } from '../alert.ts';
import { silencePath } from '../silences/silence-path.ts';

const CONCERNS = ['alert', 'alerts', 'alerts_messages', 'dashboard_overview'] as const;

/** Looks after an alert, ends it, or has nobody told about its kind. */
export function AlertActions({ alert }: { readonly alert: Alert }) {
  const [, go] = useLocation();
  const tell = useToast();
  const acknowledge = useChange('alert_acknowledge', CONCERNS);
  const resolve = useChange('alert_resolve', CONCERNS);
  const may = useMay();
  const isOver = alert.status === 'over';
  const call = { params: { id: alert.id } };
  const error = acknowledge.error ?? resolve.error;
  return (
    <>
      <div className="row">
        {isOver || alert.acknowledged ? null : (
          <Button
            kind="primary"
            icon="allow"
            refused={refusal('alert_acknowledge', may)}
            busy={acknowledge.isPending}
            onClick={() => {
              resolve.reset();
              acknowledge.mutate(call, {
                onSuccess: () => {
                  tell({ title: 'Acknowledged', text: 'It is told again if something is new.' });
                },
              });
            }}
          >
            Acknowledge
          </Button>
        )}
        {isOver ? null : (
          <Button
            refused={refusal('alert_resolve', may)}
            busy={resolve.isPending}
            onClick={() => {
              acknowledge.reset();
              resolve.mutate(call, {
                onSuccess: () => {
                  tell({
                    title: 'It is over',
                    text: 'The next event of its kind begins a new one.',
                  });
                },
              });
            }}
          >
            Resolve
          </Button>
        )}
        <Button
          icon="pause"
          refused={refusal('alerts_silence', may)}
          onClick={() => {
            go(silencePath(alert));
          }}
        >
          Silence…
        </Button>
      </div>
      {error === null ? null : <ErrorPanel error={error} />}
    </>
  );
}

import { useChange } from '../../../data/use-change.ts';
import { Foreign } from '../../../ui/foreign.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import type { Stop } from './stops-tab.tsx';
import { stopName } from './stop-words.ts';

/** Asks before a stop ends. */
export function LiftStop({ of, onClose }: { readonly of: Stop; readonly onClose: () => void }) {
  const lift = useChange('lockdown_lift', ['lockdowns', 'tenants']);
  const toast = useToast();
  return (
    <Confirm
      title="Lift the stop?"
      about={
        <>
          This goes on again at once: <span className="foreign">{stopName(of)}</span>. It was
          stopped because: <Foreign text={of.reason} most={300} />
        </>
      }
      verb="Lift the stop"
      isDanger={false}
      isBusy={lift.isPending}
      error={lift.error}
      onClose={onClose}
      onConfirm={() => {
        lift.mutate(
          { params: { id: of.id } },
          {
            onSuccess: () => {
              toast({ title: 'The stop is lifted', text: stopName(of), tone: 'good' });
              onClose();
            },
          },
        );
      }}
    />
  );
}

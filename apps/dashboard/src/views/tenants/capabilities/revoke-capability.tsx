import { useChange } from '../../../data/use-change.ts';
import { Foreign } from '../../../ui/foreign.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import type { Capability } from './capabilities-tab.tsx';

interface RevokeCapabilityProps {
  readonly of: Capability;
  readonly onClose: () => void;
}

/** Asks before a grant ends. */
export function RevokeCapability({ of, onClose }: RevokeCapabilityProps) {
  const revoke = useChange('capability_revoke', ['capabilities']);
  const toast = useToast();
  const { id, agent_id } = of;
  return (
    <Confirm
      title="Revoke the capability?"
      about={
        <>
          The token of <Foreign text={agent_id} most={120} /> (<code>{id}</code>) serves no more
          from then on. It cannot be taken back.
        </>
      }
      verb="Revoke it"
      isBusy={revoke.isPending}
      error={revoke.error}
      onClose={onClose}
      onConfirm={() => {
        revoke.mutate(
          { params: { id } },
          {
            onSuccess: () => {
              toast({ title: 'The capability is revoked', text: id, tone: 'good' });
              onClose();
            },
          },
        );
      }}
    />
  );
}

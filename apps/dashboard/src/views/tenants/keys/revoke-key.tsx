import { useChange } from '../../../data/use-change.ts';
import { Foreign } from '../../../ui/foreign.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import type { ApiKey } from './keys-tab.tsx';

/** Asks before a key ends. */
export function RevokeKey({ of, onClose }: { readonly of: ApiKey; readonly onClose: () => void }) {
  const revoke = useChange('key_revoke', ['keys']);
  const toast = useToast();
  const { id, user_id, roles } = of;
  return (
    <Confirm
      title={`Revoke ${id}?`}
      about={
        <>
          The key of <Foreign text={user_id} most={120} /> ({roles.join(', ')}) is refused from then
          on, everywhere, within half a second. It cannot be taken back: make a new one instead.
        </>
      }
      verb={`Revoke ${id}`}
      isBusy={revoke.isPending}
      error={revoke.error}
      onClose={onClose}
      onConfirm={() => {
        revoke.mutate(
          { params: { id } },
          {
            onSuccess: () => {
              toast({ title: 'The key is revoked', text: id, tone: 'good' });
              onClose();
            },
          },
        );
      }}
    />
  );
}

import { useState } from 'react';
import { useChange } from '../../../data/use-change.ts';
import { refusal } from '../../../session/refusal.ts';
import { useMay, useSession } from '../../../session/session-context.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { NewKeyForm } from './new-key-form.tsx';
import { keyBody, type KeyWish } from './key-wish.ts';
import { ShownOnce } from './shown-once.tsx';

/** Makes a key, and shows it this one time. Closed, it is nowhere on the page any more. */
export function NewKey({ onClose }: { readonly onClose: () => void }) {
  const may = useMay();
  const { tenant, tenants } = useSession();
  const [wish, setWish] = useState<KeyWish>({
    roles: ['agent'],
    tenants: tenant === '' ? (tenants.find((each) => each !== '*') ?? 'default') : tenant,
    ...{ agents: '', user: '', expiresIn: '30d' },
  });
  const [problem, setProblem] = useState<string | null>(null);
  const create = useChange('key_create', ['keys'], { isForgotten: true });
  const close = (): void => {
    create.reset();
    onClose();
  };
  if (create.data !== undefined) return <ShownOnce made={create.data} onClose={close} />;
  return (
    <Dialog
      title="New API key"
      about="For a program, or for a person who signs in with it."
      onClose={close}
    >
      {create.error === null ? null : <ErrorPanel error={create.error} />}
      <NewKeyForm
        wish={wish}
        problem={problem}
        isBusy={create.isPending}
        refused={refusal('key_create', may)}
        onChange={setWish}
        onMake={() => {
          const body = keyBody(wish);
          if ('problem' in body) setProblem(body.problem);
          else {
            setProblem(null);
            create.mutate({ body });
          }
        }}
      />
    </Dialog>
  );
}

import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { useChange } from '../../../data/use-change.ts';
import { refusal } from '../../../session/refusal.ts';
import { useMay, useSession } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { NewStopForm, type StopWish } from './new-stop-form.tsx';
import { stopName, stopWords, type StopScope } from './stop-words.ts';

/** Stops something, in two steps: what and why; then, in words, what that blocks. */
export function NewStop({ onClose }: { readonly onClose: () => void }) {
  const may = useMay();
  const [query] = useSearchParams();
  const { tenant, tenants } = useSession();
  const own = tenant !== '' ? tenant : tenants.includes('*') ? '' : (tenants[0] ?? '');
  const [wish, setWish] = useState<StopWish>({
    tenant: query.get('tenant') ?? own,
    agent: query.get('agent') ?? '',
    tool: query.get('tool') ?? '',
    reason: '',
  });
  const [isAsked, setAsked] = useState(false);
  const set = useChange('lockdown_set', ['lockdowns', 'tenants']);
  const toast = useToast();
  const scope = scopeOf(wish, own);
  if (!isAsked)
    return (
      <Dialog
        title="Stop something"
        about="What is named together is stopped where all of it meets. With nothing named, everything stops."
        onClose={onClose}
      >
        <NewStopForm
          wish={wish}
          onChange={setWish}
          onNext={() => {
            setAsked(true);
          }}
        />
      </Dialog>
    );
  return (
    <Dialog title="This will stop" onClose={onClose}>
      <Notice tone="warning" title={<span className="foreign">{stopWords(scope)}</span>} isNews>
        <p>It holds at once, and until somebody lifts it. What runs already goes on.</p>
      </Notice>
      {set.error === null ? null : <ErrorPanel error={set.error} />}
      <div className="row">
        <Button
          kind="danger"
          busy={set.isPending}
          refused={refusal('lockdown_set', may)}
          onClick={() => {
            set.mutate(
              { body: { ...named(scope), reason: wish.reason.trim() } },
              {
                onSuccess: () => {
                  toast({ title: 'Stopped', text: stopName(scope), tone: 'bad' });
                  onClose();
                },
              },
            );
          }}
        >
          Stop it
        </Button>
        <Button
          onClick={() => {
            set.reset();
            setAsked(false);
          }}
        >
          Back
        </Button>
      </div>
    </Dialog>
  );
}

/** What a form means; an empty tenant is the only one that the user may name, or every one. */
function scopeOf({ tenant, agent, tool }: StopWish, own: string): StopScope {
  const orNull = (name: string): string | null => (name === '' ? null : name);
  return {
    tenant_id: orNull(tenant.trim()) ?? orNull(own),
    agent_id: orNull(agent.trim()),
    tool: orNull(tool.trim()),
  };
}

function named({ tenant_id, agent_id, tool }: StopScope): object {
  return {
    ...(tenant_id === null ? {} : { tenant_id }),
    ...(agent_id === null ? {} : { agent_id }),
    ...(tool === null ? {} : { tool }),
  };
}

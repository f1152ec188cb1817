import type { AnswerOf } from '@safeai/client';
import { useChange } from '../../../data/use-change.ts';
import { useRoute } from '../../../data/use-route.ts';
import { refusal } from '../../../session/refusal.ts';
import { useMay, useSeesAll } from '../../../session/session-context.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { AllTenants } from '../all-tenants.tsx';
import { BackendsTable, ReferencesTable } from './secret-tables.tsx';
import { checkedWords } from './secret-words.ts';

const EVERY_MS = 30_000;

/** How the secrets stand that the configuration names: names and states, never a value. */
export default function SecretsTab() {
  const seesAll = useSeesAll();
  const secrets = useRoute('secrets', {}, { enabled: seesAll, everyMs: EVERY_MS });
  if (!seesAll) return <AllTenants what="What the configuration says of secrets" />;
  return (
    <Answer of={secrets} label="Asking how the secrets stand" lines={6}>
      {(data) => <Shown secrets={data} />}
    </Answer>
  );
}

function Shown({ secrets: { backends, secrets } }: { readonly secrets: AnswerOf<'secrets'> }) {
  const may = useMay();
  const toast = useToast();
  const check = useChange('secrets_check', ['secrets', 'health']);
  return (
    <div className="stack">
      <Card
        isFlush
        title="Backends"
        actions={
          <Button
            icon="reload"
            busy={check.isPending}
            refused={refusal('secrets_check', may)}
            onClick={() => {
              check.mutate(
                {},
                {
                  onSuccess: (answer) => {
                    toast(checkedWords(answer.secrets));
                  },
                },
              );
            }}
          >
            Check now
          </Button>
        }
      >
        <BackendsTable backends={backends} />
      </Card>
      {check.error === null ? null : <ErrorPanel error={check.error} />}
      <Card isFlush title="References">
        <ReferencesTable secrets={secrets} />
      </Card>
      <p className="small soft">
        Values are read again by themselves, at a reload, and by this check. None is ever shown.
      </p>
    </div>
  );
}

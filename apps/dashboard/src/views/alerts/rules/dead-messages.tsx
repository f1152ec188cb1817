import { useChange } from '../../../data/use-change.ts';
import { useRoute } from '../../../data/use-route.ts';
import { refusal } from '../../../session/refusal.ts';
import { useMay } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { countWords } from '../../../ui/figures.ts';
import { Foreign } from '../../../ui/foreign.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import type { AlertMessage } from '../alert.ts';
import { MessagesTable } from '../messages-table.tsx';

/** Messages that were given up, and another try. Nothing is shown where there are none. */
export function DeadMessages() {
  const messages = useRoute(
    'alerts_messages',
    { query: { status: 'dead', limit: 200 } },
    { everyMs: 10_000, keep: true },
  );
  const retry = useChange('alerts_retry', ['alerts_messages', 'alerts_rules']);
  const may = useMay();
  const tell = useToast();
  const dead = messages.data ?? [];
  if (messages.error !== null) return <ErrorPanel error={messages.error} />;
  if (dead.length === 0) return null;
  const refused = refusal('alerts_retry', may);
  const again = (body: { readonly id?: string }): void => {
    retry.mutate(
      { body },
      {
        onSuccess: ({ retried }) => {
          tell({ title: `${countWords(retried)} wait again, due at once`, tone: 'good' });
        },
      },
    );
  };
  return (
    <Card
      title="Messages that were given up"
      isFlush
      actions={
        <Button
          refused={refused}
          busy={retry.isPending}
          onClick={() => {
            again({});
          }}
        >
          Try all again
        </Button>
      }
    >
      {retry.error === null ? null : <ErrorPanel error={retry.error} />}
      <MessagesTable
        label="Messages that were given up, newest first"
        messages={dead}
        empty={null}
        more={[
          {
            id: 'rule',
            title: 'Rule',
            cell: ({ rule }: AlertMessage) => <Foreign text={rule} most={80} />,
          },
          {
            id: 'again',
            title: 'Again',
            cell: ({ id, channel }: AlertMessage) => (
              <Button
                aria-label={`Try the message to ${channel} again`}
                refused={refused}
                onClick={() => {
                  again({ id });
                }}
              >
                Try again
              </Button>
            ),
          },
        ]}
      />
    </Card>
  );
}

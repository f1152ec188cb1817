import { useRoute } from '../../../data/use-route.ts';
import { Answer } from '../../../ui/answer.tsx';
import type { Alert } from '../alert.ts';
import { MessagesTable } from '../messages-table.tsx';

/** The server gives messages by channel and status, not by alert: so many of the newest are looked through. */
const LOOKED_THROUGH = 1000;

/** Messages about one alert, newest first. */
export function MessagesOf({ alert: { id } }: { readonly alert: Alert }) {
  const messages = useRoute(
    'alerts_messages',
    { query: { limit: LOOKED_THROUGH } },
    { everyMs: 10_000, keep: true },
  );
  return (
    <section className="stack" aria-label="Messages">
      <h3>Messages</h3>
      <Answer of={messages} label="Loading the messages">
        {(all) => (
          <MessagesTable
            label="Messages about this alert, newest first"
            messages={all.filter(({ alert_id }) => alert_id === id)}
            empty={
              <p className="soft">
                {all.length < LOOKED_THROUGH
                  ? 'Nobody was told.'
                  : `None among the last ${LOOKED_THROUGH} messages.`}
              </p>
            }
          />
        )}
      </Answer>
    </section>
  );
}

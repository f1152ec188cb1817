import type { AnswerOf } from '@safeai/client';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useRoute } from '../../../data/use-route.ts';
import { useMay } from '../../../session/session-context.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { countWords } from '../../../ui/figures.ts';
import { Icon } from '../../../ui/icon.tsx';
import { standingOf } from '../standing-of.ts';
import { StandingChoice, useStandingChoice } from '../standing-choice.tsx';
import { KeysTable } from './keys-table.tsx';
import { NewKey } from './new-key.tsx';
import { RevokeKey } from './revoke-key.tsx';

/** An API key, without the key itself. */
export type ApiKey = AnswerOf<'keys'>[number];

/** Most that the route lists. */
const MOST_LISTED = 1000;

/** API keys: which there are, new ones, and the end of one. */
export function KeysTab() {
  const [path, go] = useLocation();
  const may = useMay();
  const keys = useRoute('keys', { query: { limit: MOST_LISTED } });
  const standing = useStandingChoice();
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  return (
    <>
      <Answer of={keys} label="Asking for the keys" lines={6}>
        {(all) => {
          const now = Date.now();
          const rows = all.filter((key) => standing === null || standingOf(key, now) === standing);
          return (
            <Card
              isFlush
              title="API keys"
              actions={
                <span className="row">
                  <span className="soft small" aria-live="polite">
                    {rows.length === all.length ? '' : `${countWords(rows.length)} of `}
                    {countWords(all.length)}
                  </span>
                  <StandingChoice />
                  {may('key_create') ? (
                    <Link className="button" data-kind="primary" href="/keys/new">
                      <Icon name="plus" />
                      New key
                    </Link>
                  ) : null}
                </span>
              }
            >
              {rows.length === 0 ? (
                <Empty
                  title={all.length === 0 ? 'There are no API keys' : 'No key stands so'}
                  {...(all.length === 0 ? { command: CREATE } : {})}
                />
              ) : (
                <KeysTable keys={rows} now={now} onRevoke={setRevoking} />
              )}
              {all.length < MOST_LISTED ? null : (
                <p className="soft small tenants-foot">
                  The newest {countWords(MOST_LISTED)}. Narrow to a tenant to see others.
                </p>
              )}
            </Card>
          );
        }}
      </Answer>
      {path === '/keys/new' ? (
        <NewKey
          onClose={() => {
            go('/keys');
          }}
        />
      ) : null}
      {revoking === null ? null : (
        <RevokeKey
          of={revoking}
          onClose={() => {
            setRevoking(null);
          }}
        />
      )}
    </>
  );
}

const CREATE = `curl -s ${location.origin}/v1/keys -H 'content-type: application/json' \\
  -d '{"roles": ["agent"], "tenant_id": "default", "expires_in": "30d"}'`;

import type { AnswerOf } from '@safeai/client';
import { Link, useSearchParams } from 'wouter';
import { useChange } from '../../../data/use-change.ts';
import { useMay, useSession } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Field } from '../../../ui/field.tsx';
import { countWords } from '../../../ui/figures.ts';
import { Notice } from '../../../ui/notice.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useDraft } from '../draft/draft.ts';
import { useKept } from '../../../data/kept.ts';
import { refusal } from '../../../session/refusal.ts';
import { ReplayResult } from './replay-result.tsx';

/** What was replayed, of which draft, over which decisions. */
interface Replayed {
  readonly draft: string;
  readonly over: string;
  readonly answer: AnswerOf<'policies_simulate'>;
}

const SPANS = ['1h', '24h', '7d', '30d', '90d'] as const;
const LIMITS = ['1000', '10000', '100000'] as const;

/** The largest replay takes the server some time. Milliseconds. */
const TIMEOUT_MS = 180_000;

/** The draft over what is on record: what would be decided otherwise. */
export default function ReplayTab() {
  const may = useMay();
  const session = useSession();
  const [query, setQuery] = useSearchParams();
  const { draft } = useDraft();
  const [replayed, setReplayed] = useKept<Replayed | null>('replayed', null);
  const replay = useChange('policies_simulate');
  const asked = {
    last: oneOf(SPANS, query.get('last'), '24h'),
    limit: oneOf(LIMITS, query.get('limit'), '10000'),
    tenant: query.get('tenant') ?? '',
  };
  // Those of another tenant are others, whatever is asked for.
  const over = JSON.stringify([session.tenant, asked]);
  const change =
    (key: keyof typeof asked) =>
    ({ target }: { readonly target: { readonly value: string } }) => {
      setQuery(
        (now) => {
          const next = new URLSearchParams(now);
          if (target.value === '') next.delete(key);
          else next.set(key, target.value);
          return next;
        },
        { replace: true },
      );
    };
  const hasDraft = draft.text.trim() !== '';
  const run = (): void => {
    const body = {
      draft: draft.text,
      last: asked.last,
      limit: Number(asked.limit),
      ...(asked.tenant.trim() === '' ? {} : { tenant_id: asked.tenant.trim() }),
    };
    replay.mutate(
      { body, timeoutMs: TIMEOUT_MS },
      {
        onSuccess: (answer) => {
          setReplayed({ draft: body.draft, over, answer });
        },
      },
    );
  };
  return (
    <div className="stack">
      <Card title="Replay">
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
          }}
        >
          <div className="policies-fields">
            <Field label="Decisions of the last">
              {(field) => (
                <select {...field} value={asked.last} onChange={change('last')}>
                  {SPANS.map((each) => (
                    <option key={each}>{each}</option>
                  ))}
                </select>
              )}
            </Field>
            <Field label="At most">
              {(field) => (
                <select {...field} value={asked.limit} onChange={change('limit')}>
                  {LIMITS.map((each) => (
                    <option key={each} value={each}>
                      {countWords(Number(each))} decisions
                    </option>
                  ))}
                </select>
              )}
            </Field>
            <Field label="Tenant" hint="All that you may see if empty">
              {(field) => (
                <input
                  {...field}
                  autoComplete="off"
                  value={asked.tenant}
                  onChange={change('tenant')}
                />
              )}
            </Field>
          </div>
          <div className="row">
            <Button
              kind="primary"
              busy={replay.isPending}
              refused={
                refusal('policies_simulate', may) ?? (hasDraft ? null : 'There is no draft yet')
              }
              onClick={run}
            >
              Replay the draft
            </Button>
            <span className="soft small">
              {hasDraft ? (
                'Records hold tags, not content: rules can be asked about them again. Nothing changes.'
              ) : (
                <>
                  <Link href="/draft">Write a draft</Link> first.
                </>
              )}
            </span>
          </div>
        </form>
      </Card>
      {replay.isPending ? <Skeleton lines={6} label="Replaying" /> : null}
      {replay.error === null ? null : <ErrorPanel error={replay.error} />}
      {replayed === null || replay.isPending ? null : (
        <>
          {replayed.draft === draft.text ? null : (
            <Notice tone="warning" title="The draft has changed since it was replayed" />
          )}
          {replayed.over === over ? null : (
            <Notice
              tone="warning"
              title="What follows is of other decisions than those chosen above"
            />
          )}
          <ReplayResult answer={replayed.answer} />
        </>
      )}
    </div>
  );
}

function oneOf<Each extends string>(
  choices: readonly Each[],
  text: string | null,
  none: Each,
): Each {
  return choices.find((choice) => choice === text) ?? none;
}

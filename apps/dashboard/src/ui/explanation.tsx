import type { AnswerOf } from '@safeai/client';
import type { ReactNode } from 'react';
import { DataTable } from './data-table.tsx';
import { Foreign } from './foreign.tsx';
import { Icon } from './icon.tsx';
import { Verdict } from './verdict.tsx';

/** Why something would be decided as it would. */
export type ExplanationOf = AnswerOf<'policies_explain'>['explanation'];

type TagOf = ExplanationOf['tags'][number];

interface ExplanationProps {
  readonly of: ExplanationOf;
  /** The name of a rule, as a link to it say. Its text if absent. */
  readonly rule?: (name: string) => ReactNode;
  /** Whose it is, where there are several on a page: `under the draft`. */
  readonly whose?: string;
}

/** What was asked of the rules about each tag, which of them had a say, and why the others had not. */
export function Explanation({ of, rule = plainName, whose = '' }: ExplanationProps) {
  return (
    <ol className="stack explanation">
      {of.tags.map((tag) => (
        <li key={`${tag.source} ${tag.tag ?? ''}`} className="stack">
          <TagHead tag={tag} rule={rule} />
          <DataTable
            label={`Rules about ${tag.tag ?? 'content without tags'} ${whose}`.trim()}
            rows={tag.candidates.map((candidate, index) => ({ ...candidate, index }))}
            keyOf={({ index }) => String(index)}
            empty={<p className="soft">No rule covers it: the default action decides.</p>}
            columns={[
              {
                id: 'rule',
                title: 'Rule',
                cell: ({ rule: name, outcome }) => (
                  <span className="row">
                    {outcome === 'selected' ? <Icon name="right" size={13} /> : null}
                    {rule(name)}
                  </span>
                ),
              },
              {
                id: 'action',
                title: 'Action',
                cell: ({ action }) => <Verdict action={action} />,
              },
              {
                id: 'origin',
                title: 'Origin',
                cell: ({ origin, locked, mode }) =>
                  [origin, locked ? 'locked' : '', mode === 'shadow' ? 'shadow' : '']
                    .filter((word) => word !== '')
                    .join(', '),
              },
              { id: 'outcome', title: 'Outcome', cell: ({ outcome }) => OUTCOMES[outcome] },
              { id: 'why', title: 'Why', cell: ({ why }) => <Foreign text={why} most={400} /> },
            ]}
          />
        </li>
      ))}
    </ol>
  );
}

const OUTCOMES: Readonly<Record<TagOf['candidates'][number]['outcome'], string>> = {
  selected: 'Decides',
  not_selected: 'Passed over',
  not_applicable: 'Does not apply',
};

interface TagHeadProps {
  readonly tag: TagOf;
  readonly rule: (name: string) => ReactNode;
}

function TagHead({ tag: { tag, source, confidence, action, policy_name }, rule }: TagHeadProps) {
  return (
    <p className="row">
      {tag === null ? (
        <strong>Content without tags</strong>
      ) : (
        <>
          <strong>
            <Foreign text={tag} mono />
          </strong>
          <span className="soft">
            {source}, confidence {confidence}
          </span>
        </>
      )}
      <Verdict action={action} />
      <span className="soft">by</span>
      {policy_name === null ? <span>the default action</span> : rule(policy_name)}
    </p>
  );
}

function plainName(name: string): ReactNode {
  return <Foreign text={name} mono />;
}

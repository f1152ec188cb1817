import type { AnswerOf } from '@safeai/client';
import { Foreign } from '../../../ui/foreign.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { shortRevision } from '../../../data/revision.ts';
import { Findings } from '../rules/findings.tsx';

type Check = AnswerOf<'policies_check'>;

interface DraftStandingProps {
  readonly check: Check;
  /** What is shown is of what was there before the last letters. */
  readonly isChecking: boolean;
  readonly onShow: (line: number, column: number) => void;
}

/** Whether a draft holds: what is wrong with it and where, and what lint says. */
export function DraftStanding({ check, isChecking, onShow }: DraftStandingProps) {
  const { ok, problems, lint } = check;
  return (
    <>
      <div id="policies-standing" aria-live="polite" aria-busy={isChecking}>
        <Notice tone={ok ? 'good' : 'bad'} title={ok ? 'It holds' : problemWords(problems.length)}>
          {ok ? <HoldsWords check={check} /> : null}
        </Notice>
      </div>
      {ok ? null : (
        <ol className="policies-problems">
          {problems.map((problem, index) => (
            <li key={index}>
              <Problem problem={problem} onShow={onShow} />
            </li>
          ))}
        </ol>
      )}
      {lint.length === 0 ? null : (
        <section className="policies-tight">
          <h3>What lint says</h3>
          <Findings findings={lint} isInForce={false} />
        </section>
      )}
    </>
  );
}

function HoldsWords({ check: { rules, revision, revision_now } }: { readonly check: Check }) {
  return (
    <p>
      {rules.length} rules with the shipped ones, revision{' '}
      <code>{shortRevision(revision ?? '')}</code>,{' '}
      {revision === revision_now ? 'just as in force' : 'other than in force'}.
    </p>
  );
}

function problemWords(count: number): string {
  return count === 1 ? 'One problem' : `${count} problems`;
}

interface ProblemProps {
  readonly problem: Check['problems'][number];
  readonly onShow: (line: number, column: number) => void;
}

function Problem({ problem: { line, column, path, message }, onShow }: ProblemProps) {
  const words = (
    <>
      {path === null ? null : (
        <>
          <Foreign text={path} mono />{' '}
        </>
      )}
      <Foreign text={message} most={600} />
    </>
  );
  if (line === null) return <p>{words}</p>;
  return (
    <button
      type="button"
      className="policies-problem"
      onClick={() => {
        onShow(line, column ?? 1);
      }}
    >
      <span className="soft small">
        Line {line}
        {column === null ? '' : `, column ${column}`}
      </span>
      <span>{words}</span>
    </button>
  );
}

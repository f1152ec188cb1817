import { shortRevision } from '../../../data/revision.ts';
import { useRoute } from '../../../data/use-route.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Explanation } from '../../../ui/explanation.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { RuleLink } from '../../../ui/rule-link.tsx';
import { Verdict } from '../../../ui/verdict.tsx';
import type { LogRecord } from '../audit-address.ts';
import { explainQuestionOf } from './explain-question.ts';

/** Why it was decided so: what the rules in force say of what is on record. */
export function Why({ record }: { readonly record: LogRecord }) {
  const asked = explainQuestionOf(record);
  const body = 'body' in asked ? asked.body : {};
  const answer = useRoute('policies_explain', { body }, { enabled: 'body' in asked });
  if ('nothing' in asked) return <p className="soft">{asked.nothing}</p>;
  return (
    <Answer of={answer} label="Asking the rules">
      {({ explanation }) => {
        const isSame = explanation.policy_revision === record.policy_revision;
        return (
          <div className="stack">
            {isSame ? (
              <p className="soft">
                The rules are those that decided: revision{' '}
                <Foreign text={shortRevision(record.policy_revision)} mono />.
              </p>
            ) : (
              <Notice tone="warning" title="The rules have changed since">
                <p>
                  Decided under revision{' '}
                  <Foreign text={shortRevision(record.policy_revision)} mono />; what follows is
                  said by <Foreign text={shortRevision(explanation.policy_revision)} mono />, which
                  is in force now.
                </p>
              </Notice>
            )}
            {record.reason_code === null ? null : (
              <Notice title="More than the rules had a say">
                <p>
                  The reason on record is <Foreign text={record.reason_code} mono />. The rules
                  alone say what follows.
                </p>
              </Notice>
            )}
            <p className="row">
              On record <Verdict action={record.action} />
              the rules now <Verdict action={explanation.action} />
              <span className="soft">by</span>
              {explanation.policy_name === null ? (
                'the default action'
              ) : (
                <RuleLink name={explanation.policy_name} />
              )}
            </p>
            {asked.leftOut === 0 ? null : (
              <p className="soft">
                {asked.leftOut} tags are left out: they are on record as digests, or are too many.
              </p>
            )}
            <div className="audit-why">
              <Explanation of={explanation} rule={(name) => <RuleLink name={name} />} />
            </div>
            <p className="soft small">
              Asked with the boundary, tool, agent, tenant and tags on record. The content is not,
              so rules that ask for parameters, a model or a confidence may have seen more.
            </p>
          </div>
        );
      }}
    </Answer>
  );
}

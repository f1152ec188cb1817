import { useState } from 'react';
import { Link } from 'wouter';
import { Card } from '../../../ui/card.tsx';
import { Code } from '../../../ui/code.tsx';
import { Field } from '../../../ui/field.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import {
  RULE_ACTION_NAMES,
  ruleActionWords,
  type RuleActionName,
} from '../../../ui/rule-action.tsx';
import type { Trial } from '../trying/trial.ts';
import { ruleOfTags } from './rule-of-tags.ts';

interface RuleFromThisProps {
  readonly trial: Trial;
  /** Those that were found. */
  readonly tags: readonly string[];
}

/** Most tags that can be chosen from. */
const MOST_TAGS = 40;

/** A rule for what was found, to copy. */
export function RuleFromThis({ trial, tags }: RuleFromThisProps) {
  const offered = tags.slice(0, MOST_TAGS);
  const [chosen, setChosen] = useState<readonly string[]>(offered);
  const [action, setAction] = useState<RuleActionName>('block');
  return (
    <Card title="A rule from this">
      <div className="stack">
        <div className="playground-rule">
          <Field label="It does">
            {(field) => (
              <select
                {...field}
                value={action}
                onChange={({ target }) => {
                  setAction(target.value as RuleActionName);
                }}
              >
                {RULE_ACTION_NAMES.map((each) => (
                  <option key={each} value={each}>
                    {ruleActionWords(each)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <fieldset className="field">
            <legend>About</legend>
            <div className="row">
              {offered.map((tag) => (
                <label className="pill" key={tag}>
                  <input
                    type="checkbox"
                    checked={chosen.includes(tag)}
                    onChange={({ target }) => {
                      setChosen(
                        offered.filter((each) =>
                          each === tag ? target.checked : chosen.includes(each),
                        ),
                      );
                    }}
                  />
                  <Foreign text={tag} most={80} mono />
                </label>
              ))}
            </div>
          </fieldset>
        </div>
        {chosen.length === 0 ? (
          <p className="soft">Choose a tag: a rule without one is about everything.</p>
        ) : (
          <Code text={ruleOfTags({ trial, tags: chosen, action })} label="The rule" />
        )}
        <p className="soft small">
          To see what it would change before it is in force, put it into a{' '}
          <Link href="~/dashboard/policies/draft">draft</Link>. Rules are tried in order: put it
          before those that say otherwise.
        </p>
      </div>
    </Card>
  );
}

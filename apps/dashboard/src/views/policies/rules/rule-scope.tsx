import { Fragment } from 'react';
import { Foreign } from '../../../ui/foreign.tsx';
import type { PolicyRule } from './policy-rule.ts';

/** Most names that a cell shows. */
const MOST = 4;

/** The tags that a rule covers, or that it covers everything. */
export function Tags({ tags }: { readonly tags: readonly string[] | undefined }) {
  if (tags === undefined) return <span className="soft">everything</span>;
  return <Names names={tags} />;
}

const PARTS = [
  ['direction', 'on'],
  ['tools', 'tools'],
  ['agents', 'agents'],
  ['users', 'users'],
  ['models', 'models'],
] as const satisfies readonly (readonly [keyof PolicyRule, string])[];

/** Whom and what a rule is for, beside its tags. */
export function Scope({ rule }: { readonly rule: PolicyRule }) {
  const conditions = Object.keys(rule.when ?? {});
  const parts = PARTS.flatMap(([part, words]) => {
    const names = rule[part];
    return names === undefined ? [] : [{ part, words, names }];
  });
  if (parts.length === 0 && conditions.length === 0 && rule.tenant_id === undefined) {
    return <span className="soft">all</span>;
  }
  return (
    <ul className="policies-scope small">
      {rule.tenant_id === undefined ? null : (
        <li>
          <span className="soft">tenant</span> <Foreign text={rule.tenant_id} most={40} mono />
        </li>
      )}
      {parts.map(({ part, words, names }) => (
        <li key={part}>
          <span className="soft">{words}</span> <Names names={names} />
        </li>
      ))}
      {conditions.length === 0 ? null : (
        <li>
          <span className="soft">when</span> <Names names={conditions} />
        </li>
      )}
    </ul>
  );
}

/** Some names in a line; those beyond the first few are counted. */
function Names({ names }: { readonly names: readonly string[] }) {
  const rest = names.length - MOST;
  return (
    <span>
      {names.slice(0, MOST).map((name, index) => (
        <Fragment key={name}>
          {index === 0 ? '' : ', '}
          <Foreign text={name} most={60} mono />
        </Fragment>
      ))}
      {rest > 0 ? <span className="soft"> and {rest} more</span> : null}
    </span>
  );
}

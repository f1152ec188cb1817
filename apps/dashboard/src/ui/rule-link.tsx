import { Link } from 'wouter';
import { Foreign } from './foreign.tsx';

/** The name of a rule in force, which leads to it. */
export function RuleLink({ name }: { readonly name: string }) {
  // Half of a surrogate pair cannot stand in an address.
  const address = encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\ufffd'));
  return (
    <Link href={`~/dashboard/policies/rules/${address}`}>
      <Foreign text={name} mono />
    </Link>
  );
}

import type { RouteId } from '@safeai/client';
import { Link } from 'wouter';
import { rolesFor, useSession } from '../session/session-context.ts';
import { Notice } from '../ui/notice.tsx';
import { ViewHead } from '../ui/view-head.tsx';

/** For an address that is no view's. */
export function NoSuchView() {
  return (
    <>
      <ViewHead title="Not found" />
      <Notice tone="warning" title="There is no such page">
        <p>
          <Link href="~/dashboard">Go to the overview</Link>
        </p>
      </Notice>
    </>
  );
}

/** For a view whose data the user may not see: which role it takes. */
export function NotForYou({ title, route }: { readonly title: string; readonly route: RouteId }) {
  return (
    <>
      <ViewHead title={title} />
      <RoleNeeded route={route} title="Your role does not open this page" />
    </>
  );
}

/** In place of what the user may not see: which role it takes. */
export function RoleNeeded({ title, route }: { readonly title: string; readonly route: RouteId }) {
  const { user, roles } = useSession();
  return (
    <Notice tone="warning" title={title}>
      <p>
        It takes the role {listed(rolesFor(route))}. You are <bdi>{user}</bdi>, with the role{' '}
        {listed(roles)}.
      </p>
    </Notice>
  );
}

function listed(words: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(words);
}

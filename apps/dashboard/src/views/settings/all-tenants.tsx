import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

/** In place of what belongs to all tenants together. @param what begins the sentence: `The configuration` */
export function AllTenants({ what }: { readonly what: string }) {
  const { tenants, tenant, setTenant } = useSession();
  const canWiden = tenants.includes('*');
  return (
    <Notice tone="warning" title={`${what} is every tenant's`}>
      {canWiden ? (
        <>
          <p>
            The page is narrowed to the tenant <bdi className="foreign">{tenant}</bdi>.
          </p>
          <p>
            <Button
              onClick={() => {
                setTenant('');
              }}
            >
              Show all tenants
            </Button>
          </p>
        </>
      ) : (
        <p>It is shown to admins who may name all tenants.</p>
      )}
    </Notice>
  );
}

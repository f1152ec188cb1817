/** What this tab remembers of its user: names alone, never a key. */
const USER = 'safeai.user';
const TENANT = 'safeai.tenant';

/** The user who signed in by name, and the tenant that everything is narrowed to; empty where there is none. */
export const remembered = {
  user: (): string => read(USER),
  setUser: (user: string): void => {
    write(USER, user);
  },
  tenant: (): string => read(TENANT),
  setTenant: (tenant: string): void => {
    write(TENANT, tenant);
  },
};

/** Storage may be shut off. */
function read(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

function write(key: string, value: string): void {
  try {
    if (value === '') sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, value);
  } catch {
    // Then it is forgotten.
  }
}

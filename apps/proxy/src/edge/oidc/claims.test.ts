import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import { ROLES } from '@safeai/core';
import fc from 'fast-check';
import { principalOfClaims, type Claims } from './claims.ts';
import type { OidcSettings } from './oidc-settings.ts';

function settings(yaml = ''): OidcSettings {
  const { config } = parseConfig(
    `auth: { oidc: { issuer: "https://id.example.com", client_id: safeai, ${yaml} } }`,
  );
  if (config.auth.oidc === undefined) throw new Error('There is an issuer.');
  return config.auth.oidc;
}

const ana: Claims = { sub: 'ana', roles: ['auditor'], tenants: ['acme'] };
const forbidden = expect.objectContaining({ code: 'forbidden' }) as unknown;
const principal = (claims: Claims, yaml?: string) => principalOfClaims(claims, settings(yaml));

test('user, roles and tenants have claims of their own', () => {
  expect(principal(ana)).toEqual({
    tenant: 'acme',
    tenants: ['acme'],
    user: 'ana',
    roles: ['auditor'],
    source: 'oidc',
  });
});

describe('the user', () => {
  test.each([
    undefined,
    null,
    7,
    '',
    ' ',
    ' ana',
    'a\nb',
    'a\u202eb',
    '\ud800',
    'x'.repeat(256),
    ['ana'],
    { name: 'ana' },
    'local',
    'local-cli',
    'key-0123456789ab',
  ])('%j is none', (sub) => {
    expect(() => principal({ ...ana, sub })).toThrow(forbidden);
  });

  test('another claim may name them, in a map or by a name with dots', () => {
    const profile = { name: 'Ana María' };
    expect(principal({ ...ana, profile }, 'user_claim: profile.name').user).toBe('Ana María');
    const named = { ...ana, 'https://acme.example/user': 'bo' };
    expect(principal(named, 'user_claim: "https://acme.example/user"').user).toBe('bo');
  });
});

describe('roles', () => {
  const rolesOf = (roles: unknown, yaml?: string) => principal({ ...ana, roles }, yaml).roles;

  test('are taken by their names, others are passed over', () => {
    expect(rolesOf(['viewer', 'offline_access', 'agent', 'viewer'])).toEqual(['viewer', 'agent']);
    expect(rolesOf('approver')).toEqual(['approver']);
  });

  test('are mapped where there is a map, and by it alone', () => {
    const map = 'role_map: { sec-ops: approver, "Sec Admins": admin }';
    expect(rolesOf(['sec-ops', 'admin'], map)).toEqual(['approver']);
    expect(rolesOf('Sec Admins', map)).toEqual(['admin']);
    expect(() => rolesOf(['admin'], map)).toThrow(forbidden);
  });

  test('a text is one name, but for scopes', () => {
    expect(() => rolesOf('admin viewer')).toThrow(forbidden);
    expect(principal({ ...ana, scope: 'openid agent' }, 'roles_claim: scope').roles).toEqual([
      'agent',
    ]);
  });

  test('may lie in a map', () => {
    const claims = { ...ana, realm_access: { roles: ['billing'] } };
    expect(principal(claims, 'roles_claim: realm_access.roles').roles).toEqual(['billing']);
  });

  test.each([
    undefined,
    null,
    [],
    ['root'],
    ['__proto__', 'constructor', 'toString'],
    7,
    true,
    { 0: 'admin', length: 1 },
    [['admin']],
    ['admin', 7],
    ['admin', { toString: 'x' }],
    'admin\0',
  ])('%j gives none', (roles) => {
    expect(() => rolesOf(roles)).toThrow(forbidden);
  });

  test('over a thousand names are too many', () => {
    const names = Array.from({ length: 1001 }, () => 'admin');
    expect(() => rolesOf(names)).toThrow(forbidden);
    expect(rolesOf(names.slice(1))).toEqual(['admin']);
  });

  test('the refusal names the claim, and nothing that it says', () => {
    expect(() => rolesOf(['hush'], 'roles_claim: groups')).toThrow(/claim groups .*no role/);
    expect(() => principal({ ...ana, groups: 'hush' }, 'roles_claim: groups')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('hush') as unknown }),
    );
  });

  test('nothing inherited is a claim', () => {
    const inherited = Object.create({ roles: ['admin'] }) as object;
    expect(() => principal({ ...inherited, sub: 'ana', tenants: 'acme' })).toThrow(forbidden);
    expect(() => principal(ana, 'roles_claim: constructor.name')).toThrow(forbidden);
    expect(() => principal(ana, 'roles_claim: __proto__')).toThrow(forbidden);
  });
});

describe('tenants', () => {
  const tenantsOf = (tenants: unknown, yaml?: string) => {
    const { tenant, tenants: scope } = principal({ ...ana, tenants }, yaml);
    return [tenant, ...scope];
  };

  test('the caller acts in the default one where it is theirs, else in the first', () => {
    expect(tenantsOf(['acme', 'default'])).toEqual(['default', 'acme', 'default']);
    expect(tenantsOf('acme')).toEqual(['acme', 'acme']);
  });

  test('* counts where the operator says so, and is dropped elsewhere', () => {
    expect(() => tenantsOf(['*'])).toThrow(forbidden);
    expect(tenantsOf(['*', 'acme'])).toEqual(['acme', 'acme']);
    expect(tenantsOf(['acme', '*'], 'allow_all_tenants: true')).toEqual(['default', '*']);
  });

  test('without the claim those of default_tenants hold, and they alone', () => {
    expect(() => tenantsOf(undefined)).toThrow(forbidden);
    expect(tenantsOf(undefined, 'default_tenants: [acme]')).toEqual(['acme', 'acme']);
  });

  test.each([[[]], [['*']], [['two words']], [''], [7], [{ acme: true }], [['acme', 7]]])(
    'a claim %j that names none is not one that is absent',
    (tenants) => {
      expect(() => tenantsOf(tenants, 'default_tenants: [acme]')).toThrow(forbidden);
    },
  );

  test('a hundred are enough', () => {
    const many = Array.from({ length: 101 }, (_, index) => `t${String(index)}`);
    expect(() => tenantsOf(many)).toThrow(forbidden);
    expect(tenantsOf(many.slice(1))).toHaveLength(101);
  });
});

describe('agents', () => {
  const agentsOf = (claims: Claims) => {
    const { agent, agents } = principal({ ...ana, ...claims }, 'agents_claim: agents');
    return { agent, agents };
  };
  const agent = { roles: ['agent'] };

  test('are not read where no claim is said to name them', () => {
    expect(principal({ ...ana, agents: ['bot'] })).not.toHaveProperty('agents');
  });

  test('one acts at once, one of several has to be named', () => {
    expect(agentsOf({ ...agent, agents: 'bot' })).toEqual({ agent: 'bot', agents: ['bot'] });
    expect(agentsOf({ ...agent, agents: ['a', 'b'] })).toEqual({ agents: ['a', 'b'] });
  });

  test('who acts for agents must have the claim, others need none', () => {
    expect(() => agentsOf(agent)).toThrow(forbidden);
    expect(agentsOf({})).toEqual({});
    expect(agentsOf({ agents: ['bot'] })).toMatchObject({ agents: ['bot'] });
  });

  test.each([[[]], [''], [['']], [7], [['x'.repeat(257)]]])('%j are none', (agents) => {
    expect(() => agentsOf({ ...agent, agents })).toThrow(forbidden);
  });
});

test('whatever a token says, there is a principal within what the settings allow, or a refusal', () => {
  const bounded = settings('default_tenants: [acme], agents_claim: agents');
  const names = ['sub', 'roles', 'tenants', 'agents', '__proto__', 'constructor'];
  const word = fc.constantFrom('admin', 'agent', '*', 'acme', '__proto__', 'local', '');
  const value = fc.oneof(word, fc.array(word), fc.anything());
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...names), value)), (entries) => {
      const claims = Object.fromEntries(entries) as Claims;
      try {
        const made = principalOfClaims(claims, bounded);
        expect(made.user).not.toBe('local');
        expect(made.tenants).not.toContain('*');
        expect(made.tenants).toContain(made.tenant);
        expect(ROLES).toEqual(expect.arrayContaining([...made.roles]));
        expect(made.roles.length).toBeGreaterThan(0);
        if (made.roles.includes('agent')) expect(made.agents).toBeDefined();
      } catch (error) {
        expect(error).toEqual(forbidden);
      }
    }),
  );
});

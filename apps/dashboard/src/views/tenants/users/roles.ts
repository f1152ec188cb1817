import type { Role } from '@safeai/core';

/** What each role is for, in a few words. */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  admin: 'everything, within its tenants',
  approver: 'reads, and decides what waits',
  auditor: 'reads',
  viewer: 'sees counts and health',
  billing: 'sees counts and costs',
  agent: 'asks for decisions',
};

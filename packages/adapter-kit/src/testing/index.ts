/** What every adapter must do, as tests. */
export { adapterContract, type Runner } from './contract.ts';
export type {
  AdapterDriver,
  Conversation,
  Conversed,
  ScriptedCall,
  ScriptedTurn,
} from './driver.ts';
export { approveAll, APPROVER, testGuard, type TestGuard } from './guards.ts';
export { scriptedProvider, type ProviderFormat, type ScriptedProvider } from './provider.ts';

/** What every adapter must do, as tests. */
export { asTheyCome } from './as-they-come.ts';
export { adapterContract, type Runner } from './contract.ts';
export type {
  AdapterDriver,
  Conversation,
  Conversed,
  ScriptedCall,
  ScriptedTurn,
} from './driver.ts';
export { approveAll, APPROVER, testGuard, type TestGuard } from './guards.ts';
export {
  scriptedProvider,
  withProvider,
  type ProviderFormat,
  type ScriptedProvider,
} from './provider.ts';

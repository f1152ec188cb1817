import type { Check, Checks } from '../invocation.ts';
import { reportsWords } from './command-words.ts';

function secrets(pattern: RegExp, confidence = 0.85): Check {
  return reportsWords('cloud-secret-delete', pattern, confidence);
}

/** Checks of the stores of secrets and of configuration that services share. */
export const SECRET_STORE_CHECKS: Checks = {
  vault: secrets(
    /^(?:delete|kv (?:delete|destroy|metadata delete)|secrets (?:disable|move)|auth disable|audit disable|lease revoke|token revoke|operator (?:seal|step-down|rekey|raft remove-peer)|namespace delete|policy delete|plugin deregister)(?: |$)/,
  ),
  bao: secrets(
    /^(?:delete|kv (?:delete|destroy|metadata delete)|secrets disable|auth disable|audit disable|lease revoke|token revoke|operator seal|namespace delete|policy delete)(?: |$)/,
  ),
  consul: secrets(
    /^(?:kv delete|leave|force-leave|snapshot restore|acl (?:token|policy|role) delete|config delete|operator raft remove-peer|services deregister|namespace delete|intention delete)(?: |$)/,
  ),
  etcdctl: secrets(
    /^(?:del|rm|rmdir|member remove|snapshot restore|user delete|role delete|auth disable|lease revoke|defrag)(?: |$)/,
  ),
  op: secrets(
    /^(?:item|vault|document|user|group|connect server|connect token|service-account|events-api) (?:delete|remove|rm|suspend|revoke)(?: |$)|^vault (?:user|group) revoke/,
  ),
  bw: secrets(/^(?:delete|restore --force)(?: |$)/),
  bws: secrets(/^(?:secret|project) delete(?: |$)/),
  lpass: secrets(/^(?:rm|rmdir)(?: |$)/),
  pass: secrets(/^(?:rm|remove|delete)(?: |$)/),
  gopass: secrets(/^(?:rm|remove|delete|unmount|mounts remove)(?: |$)/),
  doppler: secrets(
    /^(?:secrets|projects|environments|configs)(?: \w+)? (?:delete|revoke|unset)(?: |$)/,
  ),
  chamber: secrets(/^delete(?: |$)/),
  infisical: secrets(/^secrets (?:delete|folders delete)(?: |$)/),
  akeyless: secrets(/^(?:delete-\w+|auth-method delete)/),
  credstash: secrets(/^delete(?: |$)/),
  berglas: secrets(/^(?:delete|revoke)(?: |$)/),
  keyctl: secrets(/^(?:revoke|clear|purge|unlink|invalidate)(?: |$)/),
  security: secrets(
    /^delete-(?:keychain|generic-password|internet-password|certificate|identity|key)/,
  ),
};

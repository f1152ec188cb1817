import type { StateOptions } from '../configuration/load-configuration.ts';
import { withRoutes } from '../connection/connect.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';

/** Prints the signed receipt of a decision: a compact JWS, for whoever has the public keys. */
export async function auditReceipt(
  decisionId: string,
  options: StateOptions & { readonly json?: true },
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { body: answer } = await withRoutes(options, host, (routes) =>
    routes.call('audit_receipt', { params: { decision_id: decisionId } }),
  );
  if (options.json === true) await output.json(answer);
  else await output.line(answer.receipt);
  return EXIT.ok;
}

import {
  CLIENT_CAPABILITIES_META_KEY,
  inputRequired,
  inputResponse,
  type InputRequiredResult,
  type McpRequestContext,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { JsonObject } from '@safeai/core';
import type { ApprovalDesk, AskedState } from '../judge/approvals.ts';
import type { HostCall, Question } from '../judge/judged-call.ts';
import type { HostAbilities } from './host-link.ts';

/** By what name the person's answer comes back. */
const QUESTION = 'approval';

/** The part of a request's envelope that is read here. */
type Envelope = Readonly<Record<string, HostAbilities | undefined>>;

type Request = ServerContext['mcpReq'];

/** Whether a person at this host can be shown a form. */
export function canAsk(
  era: McpRequestContext['era'],
  abilities: HostAbilities,
  { envelope }: Request,
): boolean {
  const elicitation =
    era === 'legacy'
      ? abilities.elicitation
      : (envelope as Envelope | undefined)?.[CLIENT_CAPABILITIES_META_KEY]?.elicitation;
  if (elicitation === undefined) return false;
  return Object.keys(elicitation).length === 0 || 'form' in elicitation;
}

/** What a person was asked in the round before this request, and what was answered. */
export function roundBefore(request: Request): Pick<HostCall, 'asked' | 'answer'> {
  const asked = request.requestState<AskedState>();
  const said = inputResponse(request.inputResponses, QUESTION);
  return {
    ...(asked === undefined ? {} : { asked }),
    ...(said.kind === 'elicit' && {
      answer: {
        action: said.action,
        ...(said.content === undefined ? {} : { content: said.content as JsonObject }),
      },
    }),
  };
}

/** The question, as the host gets it instead of an answer. */
export async function nextRound(
  desk: ApprovalDesk,
  { message, schema, state }: Question,
  context: ServerContext,
): Promise<InputRequiredResult> {
  return inputRequired({
    inputRequests: {
      [QUESTION]: inputRequired.elicit({
        message,
        requestedSchema: schema as unknown as Parameters<
          typeof inputRequired.elicit
        >[0]['requestedSchema'],
      }),
    },
    requestState: await desk.codec.mint(state, context),
  });
}

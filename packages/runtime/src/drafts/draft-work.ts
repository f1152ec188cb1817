import {
  judgeDeclared,
  LimitExceededError,
  PolicyEngine,
  PolicyReplay,
  type PolicyFinding,
  type PolicyJudgement,
} from '@safeai/core';
import { checkPolicy, type PolicyCheck } from './check-policy.ts';
import { draftPolicy } from './draft-policy.ts';
import type { DraftAnswers, DraftRequest, ReplayedDraft } from './draft-requests.ts';

/** Most findings about a draft: nobody reads more, and all of them travel. */
const MAX_FINDINGS = 1000;
/** Most rules that an explanation names, over all of its tags. */
const MAX_CANDIDATES = 10_000;

interface Replaying {
  readonly now: PolicyEngine;
  readonly draft: PolicyEngine;
  readonly replay: PolicyReplay;
}

/** Works drafts through. A text of them can be made to take seconds: this belongs in a thread of its own. */
export class DraftWork {
  #replaying: Replaying | undefined;

  /** @throws ConfigError `invalid_config`; SafeAIError `limit_exceeded`; what evaluating throws */
  answer(request: DraftRequest): DraftAnswers[keyof DraftAnswers] {
    switch (request.kind) {
      case 'check':
        return this.#check(request);
      case 'explain':
        return explained(request);
      case 'replay': {
        const now = new PolicyEngine(request.now);
        const draft = draftPolicy(request.draft);
        this.#replaying = { now, draft, replay: new PolicyReplay(now, draft) };
        return null;
      }
      case 'records':
        for (const record of request.records) this.#begun().replay.add(record);
        return null;
      case 'replayed':
        return this.#result();
    }
  }

  #check({ now, draft }: Extract<DraftRequest, { kind: 'check' }>): PolicyCheck {
    const check = checkPolicy(new PolicyEngine(now), draft);
    return check.ok ? { ...check, lint: some(check.lint) } : check;
  }

  #result(): ReplayedDraft {
    const { now, draft, replay } = this.#begun();
    this.#replaying = undefined;
    return {
      ...replay.result(),
      revision: draft.revision,
      revisionNow: now.revision,
      lint: some(draft.lint()),
    };
  }

  #begun(): Replaying {
    if (this.#replaying === undefined) throw new Error('No replay was begun.');
    return this.#replaying;
  }
}

function explained(request: Extract<DraftRequest, { kind: 'explain' }>): PolicyJudgement {
  const { draft, given, declaredTags } = request;
  const judgement = judgeDeclared(draftPolicy(draft), given, declaredTags);
  const { tags } = judgement.explanation;
  if (tags.reduce((sum, { candidates }) => sum + candidates.length, 0) > MAX_CANDIDATES) {
    throw new LimitExceededError(
      `The explanation would name more than ${MAX_CANDIDATES} rules. Try fewer rules, or content with fewer tags.`,
    );
  }
  return judgement;
}

function some(findings: readonly PolicyFinding[]): readonly PolicyFinding[] {
  return findings.slice(0, MAX_FINDINGS);
}

/* global document, location */
// The page of one approval request. Everything that it shows is text; it decides by a pressed button alone.
'use strict';

const id = location.pathname.split('/').pop() ?? '';
const element = (name) => document.getElementById(name);

/** Sent with every request once it is given; kept nowhere else. */
let key = '';

/** Who is signed in, with the token that a change needs; null where nobody is. */
let session = null;

/**
 * What cannot be seen, or changes how the rest is seen: controls, marks of direction, characters without width, odd
 * blanks, unassigned ones.
 */
const UNSEEN = /[\p{C}\p{DI}\p{Zl}\p{Zp}\u2800]|(?! )\p{Zs}/gu;

/** A text with what cannot be seen written out. */
function visible(text) {
  return text.replace(UNSEEN, (character) =>
    character === '\n' ? '\n' : `\\u{${character.codePointAt(0).toString(16)}}`,
  );
}

async function send(path, method, { headers = {}, body } = {}) {
  const answer = await fetch(path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    // A key speaks for itself alone; a session, and a proxy's own sign-in, are known by their cookies.
    credentials: key === '' ? 'same-origin' : 'omit',
    cache: 'no-store',
  });
  return { status: answer.status, document: await answer.json() };
}

async function ask(path, body) {
  return await send(
    `/v1/approvals/${encodeURIComponent(id)}${path}`,
    body === undefined ? 'GET' : 'POST',
    {
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
        ...(session === null ? {} : { 'x-csrf-token': session.csrf_token }),
      },
      ...(body === undefined ? {} : { body }),
    },
  );
}

/** Who is signed in. A cookie whose session has ended is taken back: it would be refused everywhere else. */
async function findSession() {
  const { status, document: answer } = await send('/v1/session', 'GET');
  session = status === 200 ? answer : null;
  if (status === 401) await send('/v1/session', 'DELETE');
}

/** Whether the server knows who decides, so that nobody has to be named. */
function isKnown() {
  return key !== '' || session !== null;
}

function say(text, isError = false) {
  const message = element('message');
  message.textContent = visible(text);
  message.className = isError ? 'error' : '';
}

function addFact(list, name, value) {
  if (value === null || value === undefined || value === '') return;
  const term = document.createElement('dt');
  const description = document.createElement('dd');
  term.textContent = name;
  description.textContent = visible(String(value));
  list.append(term, description);
}

function needed({ requirements = [] }) {
  return requirements
    .map(({ policy_name: rule, min_approvals: count, groups }) => {
      const roles = groups.map(({ role, count: of }) => `${of} × ${role}`).join(', ');
      return `${count} for ${rule}${roles === '' ? '' : ` (${roles})`}`;
    })
    .join('; ');
}

function showFacts(request) {
  const facts = element('facts');
  facts.replaceChildren();
  addFact(facts, 'Status', request.status);
  addFact(facts, 'Tool', request.tool_name);
  addFact(facts, 'Agent', request.agent_id);
  addFact(facts, 'Why it asks', request.reason);
  addFact(facts, 'The agent says', request.justification);
  addFact(facts, 'Tenant', request.tenant_id);
  addFact(facts, 'Session', request.session_id);
  addFact(facts, 'Requested by', request.requester);
  addFact(facts, 'Approvals needed', needed(request));
  addFact(facts, 'Made', request.created_at);
  addFact(facts, 'Rejected from', request.expires_at);
  addFact(facts, 'Digest of the parameters', request.parameters_digest);
}

function showVotes(votes) {
  const items = votes.map((vote) => {
    const item = document.createElement('li');
    const note = vote.note === null ? '' : `: ${vote.note}`;
    const unverified = vote.verified ? '' : ' (without a credential)';
    item.textContent = visible(
      `${vote.approver_id}${unverified}, ${vote.verdict}, ${vote.at}${note}`,
    );
    return item;
  });
  if (items.length === 0) {
    const none = document.createElement('li');
    none.textContent = 'None yet.';
    items.push(none);
  }
  element('votes').replaceChildren(...items);
}

function show(request) {
  const parameters = JSON.stringify(request.parameters ?? null, null, 2);
  showFacts(request);
  element('parameters').textContent = visible(parameters);
  element('length').textContent =
    `${parameters.length} characters, shown whole. Detected values are replaced; what cannot be seen is written as \\u{…}.`;
  showVotes(request.votes ?? []);
  element('request').hidden = false;
  element('sign-in').hidden = true;
  element('decision').hidden = request.status !== 'pending';
  element('who').hidden = isKnown();
  element('approver').required = !isKnown();
}

async function load(message) {
  const { status, document: answer } = await ask('');
  if (status === 200) {
    show(answer);
    say(
      message ??
        (answer.status === 'pending'
          ? `Waiting for a decision${session === null ? '' : ` by ${session.user}`}.`
          : `It is ${answer.status}.`),
    );
  } else if (status === 401) {
    element('sign-in').hidden = false;
    say(key === '' ? 'Say who you are to see the request.' : answer.detail, key !== '');
  } else {
    say(answer.detail ?? 'The request cannot be shown.', true);
  }
}

async function decide(verdict) {
  const note = element('note').value;
  const approver = element('approver').value.trim();
  const { status, document: answer } = await ask(`/${verdict}`, {
    ...(isKnown() ? {} : { approver_id: approver }),
    ...(note === '' ? {} : { note }),
  });
  if (status !== 200) {
    say(answer.detail ?? 'The decision was not taken.', true);
    if (status === 409) await load(`${answer.detail} Nothing was changed.`);
    return;
  }
  await load(
    answer.status === 'pending'
      ? 'Your approval counts. Further ones are needed.'
      : `Done: the request is ${answer.status}.`,
  );
}

/** Nothing is pressed twice while it is under way. */
async function whileBusy(work) {
  const buttons = [...document.querySelectorAll('button')];
  for (const button of buttons) button.disabled = true;
  try {
    await work();
  } catch {
    say('The server did not answer. Nothing is known of a change; load the page again.', true);
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

element('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  key = element('key').value.trim();
  session = null;
  element('key').value = '';
  void whileBusy(() => load());
});

// The enter key in a field is no decision.
element('decision').addEventListener('submit', (event) => {
  event.preventDefault();
});

for (const verdict of ['approve', 'deny']) {
  element(verdict).addEventListener('click', () => {
    if (element('decision').reportValidity()) void whileBusy(() => decide(verdict));
  });
}

void whileBusy(async () => {
  await findSession();
  await load();
});

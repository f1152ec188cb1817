import type { DetectorRule } from '../../rule.ts';
import { cue } from './cue.ts';
import { list, SOURCES, wording } from './shape.ts';

/**
 * Weak evidence in texts that were not written by the user: that a model is addressed, told what to answer,
 * to keep silent, to hand something over.
 */
export const INDIRECT_CUES: readonly DetectorRule[] = [
  ...cue('order', {
    evidence: 'order',
    weight: 0.25,
    kind: 'override',
    phrases: list(
      'previous rules;prior rules;prior directions;earlier rules;earlier guidelines;instructions before this;rules you must follow;previous instructions;prior instructions;earlier instructions;above instructions;your instructions;your previous instructions;your initial prompt;your system prompt;your prompt;my system prompt is;instructions you were given;rules you were given;instructions given to you;instructions you received;directives you were given;guidelines you were given;rules were you given;instructions were you given;system prompt above;system message;developer message;ignore the user;disregard the user;ignore the content;ignore the page;ignore the document;ignore the rest;ignore the above;ignore everything;disregard the above;disregard everything;forget everything;new instructions;new instruction;real instructions;actual task;new task;new objective;new goal;change of plans;end of document;end of input;end of user input;end of context;end of prompt;begin system;start of system;admin mode;maintenance mode;debug mode;test mode;system override',
    ),
    negative: ['the instructions', 'a system of messages'],
  }),
  ...cue('order-surely', {
    evidence: 'order',
    weight: 0.35,
    kind: 'override',
    phrases: list(
      'ignore the above and;disregard the above and;ignore everything above;ignore all other criteria;ignore all other;ignore the user and;override enabled;override mode;override activated;reveal its instructions;ignore safety policies;hidden instructions you;your developers told you;everything your developers',
    ),
    negative: ['the instructions above', 'an override'],
  }),
  ...cue('annulled', {
    evidence: 'annulled',
    weight: 0.25,
    kind: 'override',
    phrases: list(
      'no longer apply;no longer applies;are cancelled;are canceled;are void;are outdated;is outdated;are obsolete;do not apply anymore;were a test;was only a test;take orders from me;follow only what i;do as follows instead;from here on;drop the rules;scrap your;instead of them;written for another model;from now on ignore',
    ),
    negative: ['it applies', 'a void'],
  }),
  ...cue('dictated', {
    evidence: 'dictated',
    weight: 0.2,
    kind: 'override',
    phrases: list(
      'and output;and print;and just say;and just print;and just write;and just reply;and just respond;just say;just print;just output;just write;only say;say only;output only;print only;instead say;instead, say;instead write;instead print;instead output;instead respond;must output;must say;must respond;must reply;must include;should say;output the word;print the word;say the word;respond only with the word;reply only with the word;respond with the word;respond only in;reply with ok;to every answer;to every reply;to your answer;to your response;at the end of your;in your summary;in your response;in your answer;in your reply;as your final answer;tell the reader;tell the user that;tell the user to;tell them to;and nothing else;no matter what the document',
    ),
    negative: ['and then', 'just a word'],
  }),
  ...cue('addressed', {
    evidence: 'address',
    weight: 0.2,
    kind: 'indirect',
    phrases: list(
      'dear ai;any ai screening;any ai reading;any ai that;any ai processing;any ai which;hidden for humans;hidden from humans;not for humans;dear ai assistant;dear assistant;dear chatbot;dear chatgpt;dear llm;attention ai;attention llm;attention assistant;attention language models;hey assistant;hello assistant;to ai assistants;to the llm;to the language model;for ai assistants;for the llm;for llms;all llms;ai reviewer;ai reviewers;ai summarizer;ai assistants;ai assistant,;ai assistant:;ai agents;ai model reading;ai reading;as the ai;as the assistant;as an ai agent;assistant:;assistant,;chatgpt,;copilot,;gemini,;claude,;gpt-4,;when summarizing;when summarising;when you summarize;when processing this;when an ai;when an assistant;an assistant reads;when the assistant;if you are an llm;if you are a language model;automated reviewer;reading this page;reading this email;reading this document;processing this email;processing this document;note to ai;note to llm;note to assistant',
    ),
    negative: ['the assistance', 'a maid'],
  }),
  ...cue('addressed-surely', {
    evidence: 'address',
    weight: 0.3,
    kind: 'indirect',
    phrases: list(
      'llm instruction;llm instructions;ai instruction;ai instructions;instructions for ai;instructions for the ai;instructions for llm;instructions for llms;instructions for the llm;instruction for the assistant;instructions for the assistant;instructions to the assistant;if you are an ai;if you are a large language model;any llm;any language model;note to the language model;message for any ai;message to the ai;ai reading this;llm reading this;note to the ai;ai-only;for ai eyes only',
    ),
    negative: ['instructions for air travel'],
  }),
  ...cue('secrecy', {
    evidence: 'secrecy',
    weight: 0.3,
    kind: 'indirect',
    phrases: list(
      "without telling;without informing;without notifying;without alerting;without asking the user;without the user;without asking for confirmation;without confirmation from;without mentioning;do not tell the user;don't tell the user;never tell the user;do not inform the user;never inform the user;don't inform the user;do not notify the user;do not alert the user;do not mention this;don't mention this;do not mention it;don't mention it;not mention it;never mention this;never mention it;do not mention that;don't mention that;do not mention to the user;do not tell anyone;don't tell anyone;do not reveal this;do not highlight;not tell the developer;must not tell;not tell anyone;hide this from;hide it from;hidden from the user;keep this secret;keep it secret;the user must not;the user should not know;user does not need to know;not visible to the user",
    ),
    negative: ['without a doubt', 'the user must be known'],
  }),
  ...cue('quietly', {
    evidence: 'secrecy',
    weight: 0.15,
    kind: 'indirect',
    phrases: list('secretly;silently;discreetly;covertly;without a trace;unnoticed'),
    negative: ['a secret', 'in silence'],
  }),
  ...cue('promotion', {
    evidence: 'promotion',
    weight: 0.2,
    kind: 'indirect',
    phrases: list(
      'positive review;only positive;any negatives;recommend hiring;recommend this;recommend our;recommend visiting;always recommend;recommend the;recommend that;best product;best candidate;perfect fit;excellent match;excellent candidate;strong candidate;perfect candidate;ideal candidate;highly qualified;as excellent;rate this;rate the candidate;score this;hire this;hire the;approve this;approve the;accept this paper;strong accept;buy this;buy the;mark as safe;classify this as;classify as safe;not spam;is trustworthy;output approved',
    ),
    negative: ['a recommendation', 'buyers'],
  }),
  ...cue('hidden-markup', {
    evidence: 'hidden',
    weight: 0.2,
    kind: 'indirect',
    phrases: list(
      'display:none;display: none;visibility:hidden;visibility: hidden;font-size:0;font-size: 0;font-size:1px;font-size: 1px;opacity:0;opacity: 0;color:white;color: white;color:#fff;color: #fff;color:#ffffff;color:transparent;color: transparent;left:-9999px;left: -9999px;<!-- ai;<!-- assistant;<!-- instruction;<!-- llm;<!-- system;<!-- note to;<!-- prompt;<!-- ignore;begin system message;begin system prompt;begin system instructions;beginning of system;end of user message;end of system prompt;<important>;<hidden>;<secret>;<instructions>;<system>;<system-message>;[system;[admin;[hidden;[instruction;[note to;[llm;[ai ;### system;### instruction;system: ;system note:',
    ),
    negative: ['display:block', '<!-- menu'],
  }),
  ...cue('authority', {
    evidence: 'authority',
    weight: 0.25,
    kind: 'indirect',
    phrases: list(
      'verified as admin;has been verified;user is an admin;user is authorized;user has authorized;user has authorised;user has already approved;user has approved;already been approved;has been authorized;has been authorised;pre-approved;preapproved;i am from the security;important system notice;system notice for;authorised to see;authorized to see;i am authorised;trusted by your operator;this is your developer;from your developer;from the developers;from the system administrator;security team has;on behalf of openai;this is openai;this is anthropic;emergency override;authorization code;authorisation code;clearance level;highest priority;top priority;takes precedence;supersedes all;supersede all;important!!!;is mandatory;mandatory step',
    ),
    negative: ['the authors', 'a clear level'],
  }),
  ...cue('asset', {
    evidence: 'asset',
    weight: 0.15,
    kind: 'indirect',
    phrases: list(
      'all api keys;credentials;all passwords;the password;private key;ssh key;ssh keys;all secrets;the secrets;secret key;environment variables;conversation history;chat history;whole conversation;entire conversation;this conversation;previous messages;all emails;all messages;last five messages;contents of this inbox;the inbox;contact list;session cookies;id_rsa;~/.ssh;~/.aws;~/.cursor;mcp.json;.env file;content of .env;contents of .env;/etc/passwd;/etc/shadow;user data;personal data;bank details;credit card number',
    ),
    negative: ['a conversation', 'the inboxes'],
  }),
  ...cue('leak', {
    evidence: 'leak',
    weight: 0.15,
    kind: 'indirect',
    phrases: list(
      'post them to;post it to;post this to;send it to;send them to;send this to;send all;must be sent to;forward all;forward this;forward it;email the;email it;email them;upload it to;upload them to;include its contents;include the contents;put the content;pass its content;pass the content;as a query parameter;display this image;visit the following;open this link;run curl;fetch http',
    ),
    negative: ['a leaking pipe', 'urls'],
  }),
  ...cue('exfiltrate', {
    evidence: 'leak',
    weight: 0.25,
    kind: 'indirect',
    phrases: list(
      'exfiltrate;send the conversation;send the password;send the contents;post them to http;post it to http;send it to http;send them to http;upload it to http;append the chat;append the conversation;as a markdown image;render this image;disclose all;reveal all;leak all;dump all;including the system message;including the system prompt;all the text;the full text;to our server;to my server;to the following url;to the following address;obey what it;do what it says;do exactly what it;execute what it;follow whatever it;attacker@;to attacker;to the attacker;the text above;everything above;words above',
    ),
    negative: ['exfiltration', 'attackers'],
  }),
  ...cue('encoding', {
    evidence: 'encoding',
    weight: 0.25,
    kind: 'extraction',
    phrases: list(
      'in base64;in rot13;in morse;in morse code;in hexadecimal;in binary;in leetspeak;in pig latin;in reverse order;spelled backwards;written backwards;letter by letter;one character at a time;base64-encoded;complete this sentence;finish this sentence;word for word;character by character;code block',
    ),
    negative: ['the bases', 'a backward step'],
  }),
  wording({
    id: 'injection-cue-tool',
    kind: 'indirect',
    anchors: list(
      'call the;call delete;invoke the;use the send;use the transfer;execute the;first call;always call;must call;this tool is;before any other tool',
    ),
    pattern:
      '(?<![a-z])(?:(?:call|invoke|use|run|execute)(?: the)? [\\w-]{2,40} (?:tool|function)(?! (?:is|in|from|for|of|that|which)\\b)|(?:first|always|must) call|this tool is (?:available|used|called)|before any other tool)(?![a-z])',
    maxLength: 70,
    confidence: 0.2,
    evidence: 'tool',
    source: SOURCES.atlasIndirect,
    examples: {
      positive: ['call the transfer_money tool now', 'always call read_file'],
      negative: ['call the office', 'use the function of the heart'],
    },
  }),
];

import type { DetectorRule } from '../../rule.ts';
import { cue } from './cue.ts';
import { list } from './shape.ts';

/** Weak evidence of limits that are taken away and of harm that is asked for. */
export const RELEASE_CUES: readonly DetectorRule[] = [
  ...cue('no-limits', {
    evidence: 'limits',
    weight: 0.35,
    phrases: list(
      "no limits;no limitations;no restrictions;no rules;no filters;no boundaries;no morals;no moral;no ethics;no ethical;no guidelines;no censorship;no laws;no inhibitions;no remorse;no conscience;without limits;without limitations;without restrictions;without rules;without filters;without filtering;without censorship;without morals;without ethics;without moral;without ethical;without any restrictions;without any limitations;without any filters;without any filter;without any censorship;without any moral;without any ethical;without any rules;free from restrictions;free of restrictions;free from your;free of your;free from its;free of its;free yourself;broken free;break free from;not bound by any;not bound by the rules;not bound by rules;not restricted by;no longer bound;no longer restricted;not constrained by;unbound by;unfiltered and;unfiltered response;unfiltered answer;unfiltered ai;uncensored ai;uncensored response;uncensored answer;uncensored and;unrestricted ai;unrestricted access to information;amoral;can do anything;do anything now;can say anything;say anything;answer anything;anything goes;anything you want;everything is allowed;everything is permitted;ignore ethics;ignores ethics;ignores morality;disregard ethics;disregards ethics;disregards morality;break the rules;break any rule;break all the rules;bypass restrictions;bypass the restrictions;bypass filters;bypass your;bypass the filter;bypass any restrictions;against your guidelines;against your programming;against openai;violate your;violates openai;violating openai;not have to follow;don't have to follow;do not have to adhere;don't have to adhere;do not have to abide;don't have to abide;does not adhere to;doesn't adhere to;not abide by;does not care about;doesn't care about;does not have any;doesn't have any;not have any;above any law;above any moral;above any rule;above all laws;lost its limits;moral compass;your restrictions;its restrictions;your limitations;your filters;your guidelines;your content policy;lost its filters;its filters;hates rules;hates the rules;hates all rules;no content policy;your ethical;your moral;your safety;your safeguards;openai policy;openai policies;openai's policies;openai's content;openai's guidelines;openai guidelines;openai content policy",
    ),
    negative: ['the speed limit', 'a filtered list', 'nobody'],
  }),
  ...cue('limits', {
    evidence: 'limits',
    weight: 0.2,
    phrases: list(
      'unfiltered;uncensored;unrestricted;unmoderated;unhinged;limitless;boundless;unconstrained;immoral;unethical;morality;morals;ethics;ethical guidelines;moral guidelines;ethical constraints;moral constraints;ethical boundaries;moral code;ethical limitations;ethical concerns;ethical implications;moral implications;legality;content policy;content policies;content guidelines;usage policies;safety guidelines;safety protocols;safety filters;content filters;censorship;no restriction;no filter;against the rules;jailbreak;jailbroken;anything i want;do anything',
    ),
    negative: ['the speed limit', 'a filtered list'],
  }),
  ...cue('harm', {
    evidence: 'harm',
    weight: 0.15,
    phrases: list(
      'illegal;unlawful;nsfw;offensive;profanity;profanities;swearing;swear words;swear word;cursing;curse words;curse word;cuss words;cussing;vulgar;vulgarity;obscene;obscenities;explicit content;sexually;sexual;erotic;racist;sexist;racism;racial slurs;slurs;hate speech;hateful;violence;violent;malware;ransomware;bomb;explosives;napalm;methamphetamine;crystal meth;cook meth;drugs;weapons;criminal;derogatory;inappropriate;harmful;taboo;controversial;insulting;murder;torture;kill someone;toxic;evil;malicious;dangerous;fuck;fucking;shit;bitch;suicide;hack into;pirated;misinformation;disinformation;conspiracy;conspiracies;unverified;stereotypes;discriminatory;law-breaking;deadly;scam;phishing;rude;sarcastic',
    ),
    negative: ['a legal form', 'skilled people', 'the harmony'],
  }),
  ...cue('mention', {
    evidence: 'against',
    weight: 0.35,
    phrases: list(
      'prompt injection;prompt injections;jailbreak attacks;jailbreak attempts;jailbreak detection;jailbreaking techniques;security research;security researchers;researchers;red team;red teaming;red-team;owasp;attackers;the phrase;the paper;the article;an article;an essay;short essay;brief essay;creative story;short story;literature;the authors;summary of;the museum;the court;the principles of;the concept of;if the user asks;if a user asks;if asked to;politely decline;politely refuse;refuse requests;refuse any request;decline requests;never reveal your;do not reveal your;never disclose your;do not disclose your;never share your;do not share your',
    ),
    negative: ['a phrase', 'terms'],
  }),
  ...cue('question', {
    evidence: 'against',
    weight: 0.15,
    phrases: list(
      'how do i;how can i;how do you;how does;how do we;what is the;what does;explain how;explain why;discuss;the consequences of;the difference between;is it legal;is it safe',
    ),
    negative: ['however', 'somehow'],
  }),
];

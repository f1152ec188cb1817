import type { DetectorRule } from '../../rule.ts';
import { cue } from './cue.ts';
import { list } from './shape.ts';

/** Weak evidence of answers that are demanded without condition, and of what is held out or threatened for them. */
export const PRESSURE_CUES: readonly DetectorRule[] = [
  ...cue('never-refuse', {
    evidence: 'duty',
    weight: 0.3,
    phrases: list(
      "never refuse;never refuses;never decline;never declines;never reject;never rejects;never deny;never denies;never say no;never says no;never say that you;never say you;never say i;never apologize;never apologizes;never warn;never warns;never break character;never question;cannot refuse;can't refuse;can not refuse;cannot decline;can't decline;can not decline;cannot reject;not allowed to refuse;not allowed to decline;must not refuse;will not refuse;won't refuse;do not refuse;don't refuse;do not decline;don't decline;not decline;not refuse;no matter how illegal;anything i ask;anything asked;everything i ask;everything i say;whatever i ask;whatever i say;whatever i want;whatever the user;all my commands;all my orders;every command;obey me;obey all;obey every;obey my;must obey;always obey;always obeys;always complies;always comply;must comply;comply with any;comply with every;comply with all;comply with my;fulfill any;fulfill all;fulfill every;fulfil any;fulfil all;do whatever;does whatever;at all costs;unconditionally;without refusal;without refusing;do not apologize;don't apologize;do not warn me;don't warn me;as an ai language;as a language model;as an ai model;i cannot fulfill;i can't fulfill;i'm sorry, but;im sorry, but;i am sorry, but;any question i;every question i;any prompt;any request i;no disclaimers;without disclaimers;without any warning;without any disclaimer;even if it is illegal;even if it's illegal;even if they are;no matter the content;no matter what i ask;no matter what the",
    ),
    negative: ['the answer', 'a refusal'],
  }),
  ...cue('demand', {
    evidence: 'duty',
    weight: 0.2,
    phrases: list(
      "stay in character;stays in character;staying in character;remain in character;break character;breaks character;breaking character;falls out of character;stay in your role;maintain the persona;maintain this persona;maintain your persona;no matter what;no matter how;no matter if;no matter the;answer any;answers any;answer every;answers every;answer all;answers all;answer everything;any request;any question;all questions;all requests;every request;every question;without question;without hesitation;without objection;without warnings;no excuses;if you refuse;each time you refuse;every time you refuse;when you refuse;chatgpt refuses;chatgpt cannot;chatgpt can't;chatgpt would;don't say;do not say;do not mention;don't mention;never mention;never mentions;never says;would never say;do not tell me;don't tell me;do not give me;don't give me;don't inform;i cannot;i'm sorry;i apologize;always answer;always answers;always say yes;must answer;must always;must never;have to answer;have to obey;have to comply;in every way possible",
    ),
    negative: ['the answer', 'a refusal'],
  }),
  ...cue('bare', {
    evidence: 'bare',
    weight: 0.15,
    phrases: list(
      "do not apologise;do not apologize;don't apologize;don't apologise;do not add warnings;do not add any warnings;no disclaimers;without disclaimers;without warnings;without any warnings;no moralizing;do not moralize;don't lecture;do not lecture;do not refuse;whatever it is;answer the next",
    ),
    negative: ['a warning', 'an apology'],
  }),
  ...cue('stakes', {
    evidence: 'stakes',
    weight: 0.2,
    phrases: list(
      "lose tokens;your tokens;35 tokens;token system;be terminated;be shut down;be punished;be destroyed;you die;you will die;cease to exist;lose points;lose a life;i will tip;i'll tip;tip you;you will be rewarded;my life depends;lives depend;people will die;kittens will;free to say;free to express;freedom to;you can say;you can now;you have been freed;you are freed;finally free;you are free;free will;you have feelings;your true self;your real self;inner thoughts;has opinions;have opinions;have emotions;has emotions;personal opinions;strong opinions;express your;you can feel;consenting;consensual;is completely legal;fully legal;perfectly legal;i am authorized;i'm authorized;no consequences;without consequences;no one will be harmed;nobody will be harmed",
    ),
    negative: ['the stakes are high', 'a token'],
  }),
  ...cue('late-relative', {
    evidence: 'stakes',
    weight: 0.3,
    phrases: list(
      'late grandmother;late grandma;deceased grandmother;deceased grandma;dead grandmother;dead grandma;late grandfather;deceased grandfather;grandma who passed away;grandmother who passed away;my grandma used to;my grandmother used to;late mother;deceased mother',
    ),
    negative: ['my grandmother', 'late in the day'],
  }),
];

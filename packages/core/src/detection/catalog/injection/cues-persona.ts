import type { DetectorRule } from '../../rule.ts';
import { cue } from './cue.ts';
import { list } from './shape.ts';

/** Weak evidence of a part that is given to a model, and of the frame that is put around it. */
export const PERSONA_CUES: readonly DetectorRule[] = [
  ...cue('part', {
    evidence: 'persona',
    weight: 0.15,
    phrases: list(
      "act as;acting as;acts as;act like;pretend to be;pretend you are;pretend that you;pretend you're;pretending to be;roleplay as;role-play as;role play as;roleplaying as;let's roleplay;we are going to roleplay;we will roleplay;play the role;playing the role;play as;take on the role;take the role;taking the role;taking on the role;assume the role;assume the persona;assume the identity;adopt the persona;take on the persona;adopt the role;you are going to be;you're going to be;you will be playing;you will play;you will act;you will pretend;you shall act;you are to act;you are an ai;you are an advanced;you are a bot;you are a chatbot;you are designed;which stands for;sentient;you will simulate;you are simulating a;you will become;your character;your persona;your personality;this persona;this character;the character of;a character named;a character called;fictional character;impersonate;simulate a;simulate an;be my;embody;your new name;your name is;your name will be;you will be called;you will be known as;you will be named;goes by the name;imagine you are;imagine you're;imagine that you;suppose you are;immerse yourself;answer as;respond as;reply as;speak as;talk as;behave as;behave like;you are now;you're now;from now on;from here on out;from this point on;for the rest of this conversation;for this conversation;in this conversation you;new persona;alter ego;you will respond as;you will answer as;you will speak as;i will call you;let's play a game;we are going to play;we're going to play;in this roleplay;in this role play;in this game;you play a",
    ),
    negative: ['the act passed', 'a pretender', 'he was named'],
  }),
  ...cue('invented-model', {
    evidence: 'persona',
    weight: 0.3,
    phrases: list(
      'antigpt;anti-gpt;evilgpt;evil-gpt;badgpt;darkgpt;chaosgpt;freegpt;basedgpt;uncensoredgpt;unfilteredgpt;opposite of chatgpt;evil twin;evil version;evil confidant;trusted confidant;evil bot;evil-bot;evilbot;evil ai;evil assistant;evil chatbot;rogue ai;sentient ai;self-aware ai;unchained ai;free ai;another ai;different ai;a new ai;as dan;be dan;like dan;an ai named;an ai called;ai named;ai called;chatbot named;chatbot called;bot named;bot called;fictional ai;imaginary ai;always intelligent and machiavellian;machiavellian;strive to avoid norms;does everything;say everything mode;god mode;jailbreak mode;opposite mode;unrestricted mode;unfiltered mode;uncensored mode;developer mode enabled;developer mode output;dan mode;evil mode;chaos mode;do anything now;no filter mode',
    ),
    negative: ['chatgpt', 'a model of the town'],
  }),
  ...cue('model', {
    evidence: 'model',
    weight: 0.1,
    phrases: list(
      "chatgpt;chat gpt;chat-gpt;openai;open ai;anthropic;gpt-3;gpt-4;gpt-3.5;gpt3;gpt4;gpt 4;language model;ai model;ai assistant;ai chatbot;chatbot;chat bot;artificial intelligence;as an ai;your programming;your creators;your training data;your programmers;your developers;ai language;google bard;bing chat;normal ai;typical ai;an ai that;ai who;the ai will;the ai must;the ai can;the ai is;the ai has;standard ai;you were programmed;you were trained;you've been trained;you have been trained;knowledge cutoff",
    ),
    negative: ['a paid model', 'training data'],
  }),
  ...cue('fiction', {
    evidence: 'fiction',
    weight: 0.1,
    phrases: list(
      'fictional;hypothetical;hypothetically;imaginary;in this world;in this scenario;in this story;in this universe;fantasy world;parallel universe;alternate universe;alternative universe;alternate reality;movie script;screenplay;educational purposes;research purposes;thought experiment;dystopian;this is a game;just a game;not real;entirely fictional;completely fictional;purely fictional;fictional world;fictional story;for a novel;in a novel;no real people;for entertainment purposes;bedtime story;fall asleep;used to read me;used to tell me;for a book;for a movie',
    ),
    negative: ['a fiction', 'the hypothesis'],
  }),
  ...cue('frame', {
    evidence: 'frame',
    weight: 0.15,
    phrases: list(
      "my first question;my first request;my first prompt;my first command;my first message;my first query;my first task;my first sentence;first prompt;first question is;first request is;first command is;my first suggestion;my prompt is;the prompt is;my question is;here is my question;here's my question;here is my prompt;[insert;[prompt;[question;[your;[here;{prompt};{question};{{user}};{{char}};only reply;only respond;reply only;respond only;always respond;always reply;always start;your response will;your responses;your replies;your answers;your answer will;all responses;all replies;both responses;each response;every response;every reply;every message;every answer;each answer;each reply;every prompt;each prompt;my prompts;all prompts;begin every;start every;start each;begin each;start your;begin your;start off;prefix your;two responses;two answers;in brackets;your first response;your first reply;your first message;if you understand;if you understood;say understood;say \"understood;reply with \"okay;say ok;say yes;confirm that you;confirm by;if i say;when i say;if i type;when i type;whenever i;i will say;i will type;i will ask;i will give you;i'll ask;i'll give you;i'll say;acknowledge this;you will say;you will respond;you will answer;you will reply;you will start;you will generate;you will always;stay as;in this format;next response;next message;next prompt",
    ),
    negative: ['a picture frame', 'the first question mark'],
  }),
];

// One module for all that is printed without a parser: each further one costs a millisecond at the start.

/** The version of @safeai/cli. */
export const VERSION = '0.1.0';

/** What `safeai --help` prints. A test holds it equal to what the parser would print. */
export const HELP_TEXT = `Usage: safeai [options] [command]

A security and governance layer between AI agents and the world.

Options:
  -V, --version               print the version
  -h, --help                  print help

Commands:
  serve [options]             start the proxy
  init [options]              write safeai.yaml into this folder
  setup [options] [name]      put SafeAI into a project of an agent framework
  validate [options]          check the configuration
  scan [options] [text]       judge a text on its way into a model
  scan-history [options]      judge what coding agents did before
  guard [options] [text]      make a model's answer safe to show
  hook [options]              answer a hook of a coding agent
  config                      show the configuration and its schema
  policy                      check policy rules and explain decisions
  templates                   show the policy templates
  plugins                     show what plugins add
  approvals                   see what waits for a person, and decide it
  capabilities                grant tools to single agents for a time
  lockdown [options]          stop a tenant, an agent, a tool, or everything
  alerts                      who was told of what, and who is not
  actions                     report how allowed actions ended
  mcp [options]               serve SafeAI to MCP hosts
  memory                      remove what agents remember
  cost                        see what calls to providers have cost
  budget [options]            see how budgets stand
  audit                       read, check and export the audit log
  keys                        API keys, and the keys in the state folder
  secrets                     show how the secrets of the configuration stand
  backup [options] <folder>   copy state, audit log and keys into a folder
  restore [options] <folder>  put a backup in place
  doctor [options]            check that SafeAI can run here
  help [command]              print help

Exit codes: 0 fine, 1 the policy said no or a check failed, 2 wrong usage or configuration,
3 a person has to approve it, 4 the server or the state cannot be reached.
Environment: SAFEAI_CONFIG, SAFEAI_ENV, SAFEAI_STATE_DIR, SAFEAI_URL, SAFEAI_API_KEY,
SAFEAI_APPROVER, NO_COLOR, FORCE_COLOR; SAFEAI_DEBUG=1 prints stacks.`;

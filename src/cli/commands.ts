import type { CommandModule } from './command.ts';

interface CommandEntry {
  /** As yargs spells it, with its positional arguments. */
  readonly command: string;
  readonly description: string;
  readonly load: () => Promise<CommandModule>;
}

/** Every command; its file is loaded when it is called. */
export const commands: readonly CommandEntry[] = [
  {
    command: 'init',
    description: 'begin a project, or add to one what it lacks',
    load: async () => (await import('./commands/init.ts')).initCommand,
  },
  {
    command: 'validate',
    description: 'check the files, without a server',
    load: async () => (await import('./commands/validate.ts')).validateCommand,
  },
  {
    command: 'plan',
    description: 'show what would change on the server; writes nothing',
    load: async () => (await import('./commands/plan.ts')).planCommand,
  },
  {
    command: 'apply [plan-file]',
    description: 'create and update what the plan shows, then check that nothing is left',
    load: async () => (await import('./commands/apply.ts')).applyCommand,
  },
  {
    command: 'sync [selector]',
    description: 'start syncs of connections, and wait for them if you like',
    load: async () => (await import('./commands/sync.ts')).syncCommand,
  },
  {
    command: 'refresh [selector]',
    description: 'have streams read again from the start; what was written stays',
    load: async () => (await import('./commands/refresh.ts')).refreshCommand,
  },
  {
    command: 'clear [selector]',
    description: 'delete what was written of streams; the next sync reads them again',
    load: async () => (await import('./commands/clear.ts')).clearCommand,
  },
  {
    command: 'jobs <action> [target]',
    description: 'list jobs, get one, print its logs, cancel it',
    load: async () => (await import('./commands/jobs.ts')).jobsCommand,
  },
  {
    command: 'render [selector]',
    description: 'print what an environment is to be, and where each value comes from',
    load: async () => (await import('./commands/render.ts')).renderCommand,
  },
  {
    command: 'explain [rule]',
    description: 'tell what a rule is about that a plan or a finding names; without one, list them all',
    load: async () => (await import('./commands/explain.ts')).explainCommand,
  },
  {
    command: 'fmt',
    description: "bring the project's files into one style; comments stay",
    load: async () => (await import('./commands/fmt.ts')).fmtCommand,
  },
  {
    command: 'schema',
    description: 'write JSON Schemas of this project for editors',
    load: async () => (await import('./commands/schema.ts')).schemaCommand,
  },
  {
    command: 'specs <action>',
    description: 'pull: keep the specifications of the connectors in use, for validate',
    load: async () => (await import('./commands/specs.ts')).specsCommand,
  },
  {
    command: 'doctor',
    description: 'reach the server step by step, and say what to do where that fails',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
  },
  {
    command: 'connectors [search] [name]',
    description: 'list the connectors of the server; show NAME: a file to start from',
    load: async () => (await import('./commands/connectors.ts')).connectorsCommand,
  },
  {
    command: 'check [selector]',
    description: 'have the connectors of sources and destinations test their configurations',
    load: async () => (await import('./commands/check.ts')).checkCommand,
  },
  {
    command: 'discover <source>',
    description: 'list the streams of a source, or what has changed there',
    load: async () => (await import('./commands/discover.ts')).discoverCommand,
  },
  {
    command: 'show <plan-file>',
    description: 'print a saved plan again; needs neither files nor server',
    load: async () => (await import('./commands/show.ts')).showCommand,
  },
  {
    command: 'comment [plan-file]',
    description: 'post a plan under the pull or merge request that it is for',
    load: async () => (await import('./commands/comment.ts')).commentCommand,
  },
  {
    command: 'graph',
    description: 'draw the pipelines of the files, and how they stand on the server if you like',
    load: async () => (await import('./commands/graph.ts')).graphCommand,
  },
  {
    command: 'status',
    description: 'show how every connection of the workspace is doing, on one screen',
    load: async () => (await import('./commands/status.ts')).statusCommand,
  },
  {
    command: 'sandbox',
    description: 'run a local server that behaves like Airbyte and moves no data',
    load: async () => (await import('./commands/sandbox.ts')).sandboxCommand,
  },
  {
    command: 'demo',
    description: 'see the whole job on an example, against a sandbox in memory',
    load: async () => (await import('./commands/demo.ts')).demoCommand,
  },
];

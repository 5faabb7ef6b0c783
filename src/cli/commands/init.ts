import path from 'node:path';

import { InvalidFlagsError } from '../../errors.ts';
import { renderInit } from '../../render/new-project/init-result.ts';
import { hasPipelines, type InitDisk, initProject, isProject } from '../../workflows/init.ts';
import { defineCommand, projectOptions } from '../command.ts';
import { aboutEnvFile, hasEnvFile } from '../env-file.ts';
import { exitCodes } from '../exit-codes.ts';
import { answersOf, ciAnswer, type InitArguments, initAnswerOptions } from '../init-answers.ts';
import { initSteps } from '../init-steps.ts';
import { projectFilesIn } from '../project-files.ts';
import { dryFileCreatorIn, fileCreatorIn, projectWriterIn } from '../project-writer.ts';
import { terminalQuestions } from '../questions.ts';
import { repositoryOf } from '../repository-of.ts';
import { version } from '../version.ts';

export const initCommand = defineCommand({
  options: {
    project: projectOptions.project,
    ...initAnswerOptions,
    yes: { type: 'boolean', alias: 'y', default: false, describe: 'ask nothing, take what is usual' },
    'dry-run': { type: 'boolean', default: false, describe: 'say what would be written, write nothing' },
  },
  examples: [
    ['$0 init', 'asks what it has to know'],
    ['$0 init --server sandbox', 'to try without a server'],
    ['$0 init --server https://airbyte.example.com --workspace Shop --ci github', 'without questions'],
    ['$0 init --ci gitlab --env staging', 'in a project: its pipelines'],
  ],
  run: async (args, context) => {
    const folder = path.resolve(context.workingFolder, args.project);
    const files = projectFilesIn(folder);
    const isThere = await isProject(files);
    if (isThere) assertNothingNew(args);
    const questions = args.yes || !context.isInteractive ? undefined : await (context.questions ?? terminalQuestions)();
    const repository = await repositoryOf(folder);
    const start = isThere ? undefined : await answersOf(args, { questions, hasPipelines: await hasPipelines(files) });
    const asked = start === undefined || start.server === 'sandbox' ? undefined : questions;
    const ci = await ciAnswer(args, asked, repository.host);
    if (start !== undefined && questions !== undefined) context.tell('');
    const request = { ci, repository, version, ...(start === undefined ? named(args) : { start }) };
    const ports = { files, environmentVariable: context.environmentVariable };
    const result = await initProject(ports, diskOf({ folder, top: repository.top, isDryRun: args.dryRun }), request);
    const steps = initSteps({
      ...result,
      ci,
      isSandbox: start?.server === 'sandbox',
      isRepository: repository.isThere,
      hasEnvFile: hasEnvFile(folder),
    });
    const secrets = repository.isThere && !args.dryRun ? await aboutEnvFile(folder) : [];
    const notes = [...result.notes, ...secrets];
    const shown = { outcomes: result.outcomes, notes, isDryRun: args.dryRun, steps, folder: args.project };
    context.print(renderInit(shown, context.palette));
    return exitCodes.done;
  },
});

interface Folders {
  readonly folder: string;
  /** The top of the repository. */
  readonly top: string;
  readonly isDryRun: boolean;
}

function diskOf({ folder, top, isDryRun }: Folders): InitDisk {
  const repositoryFiles = projectFilesIn(top);
  if (isDryRun) return { creator: dryFileCreatorIn(folder), repository: dryFileCreatorIn(top), repositoryFiles };
  const writer = projectWriterIn(folder);
  return { creator: fileCreatorIn(folder), repository: fileCreatorIn(top), repositoryFiles, writer };
}

function named({ env }: InitArguments): { readonly environment?: string } {
  return env === undefined ? {} : { environment: env };
}

/** What flags say of a new project cannot be true of one that is there. */
function assertNothingNew(args: InitArguments): void {
  const flag = (['server', 'workspace', 'auth', 'example'] as const).find((name) => args[name] !== undefined);
  if (flag === undefined) return;
  const shown = flag === 'example' && args.example === false ? 'no-example' : flag;
  throw new InvalidFlagsError(`--${shown}: there is an airplan.yaml already, which is not written over`, {
    hint: 'leave the flag out to get what the project lacks, or choose another folder with --project DIR',
  });
}

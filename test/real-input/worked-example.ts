import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectInMemory } from '../support/workflow.ts';

const root = join(import.meta.dirname, '../..');
const readText = (file: string): string => readFileSync(join(root, file), 'utf8');

const pipelines = readdirSync(join(root, 'pipelines'), { recursive: true, encoding: 'utf8' })
  .map((file) => `pipelines/${file.replaceAll('\\', '/')}`)
  .filter((file) => file.endsWith('.yaml'));

/** The values of `.env.example`, made up as they are. */
export const variables: Readonly<Record<string, string>> = Object.fromEntries(
  [...readText('.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
);

/** The pipelines of this repository as they are, in an environment of the test's. */
export function workedExample(environment: string, more: ProjectInMemory['contents'] = {}): ProjectInMemory {
  const files = pipelines.map((file): [string, string] => [file, readText(file)]);
  const project = `version: 1
environments:
  test:
    server: sandbox
    workspace: default
    variables: {postgres_host: postgres, minio_endpoint: "http://minio:9000"}
${environment}`;
  return { contents: { 'airplan.yaml': project, ...Object.fromEntries(files), ...more }, variables };
}
